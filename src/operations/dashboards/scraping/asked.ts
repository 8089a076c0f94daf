export const attempts = 'specbook.scrape.attempts';
