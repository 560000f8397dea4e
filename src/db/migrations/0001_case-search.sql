-- Words of a case for the search: character bigrams, because FTS5 has no tokenizer that finds two-character Chinese words.
CREATE VIRTUAL TABLE `case_search` USING fts5(`case_id` UNINDEXED, `grams`, tokenize = 'unicode61');
