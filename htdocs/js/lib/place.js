// Where on its host this Chinwag lives. Several may share one origin under
// different paths, and must not see each other's drafts or outbox.

export const place = new URL('.', document.baseURI).pathname;
