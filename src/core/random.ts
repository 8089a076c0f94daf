/** The only source of randomness. Tests pass a seeded one. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** `bytes` random bytes as lower-case hexadecimal, twice as many characters. */
  hexadecimal(bytes: number): string;
}
