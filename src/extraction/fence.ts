/**
 * Text from a page between markers that it cannot write itself. A run of three or more angle brackets becomes
 * look-alikes (‹‹‹), also when characters of no width stand between them or they are of full width, so the text can neither end the fence early nor open another one.
 *
 * @param name what is fenced, in capitals: `PAGE`.
 */
export function fenced(name: string, text: string): string {
  return `<<<BEGIN ${name}>>>\n${neutralised(text)}\n<<<END ${name}>>>`;
}

function neutralised(text: string): string {
  return text
    .replaceAll(/(?:[<＜﹤]\p{Cf}*){3,}/gu, (run) => '‹'.repeat(run.length))
    .replaceAll(/(?:[>＞﹥]\p{Cf}*){3,}/gu, (run) => '›'.repeat(run.length));
}
