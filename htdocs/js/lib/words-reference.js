// What is said on the page about the API.

import { words as common } from './words.js';

export const words = {
  ...common,

  reference: {
    title: 'The API',
    index: 'Operations',
    server: 'All paths are below',
    parameters: 'Parameters',
    body: 'Request body',
    responses: 'Answers',
    headers: 'Headers',
    required: 'required',
    places: { path: 'in the path', query: 'in the query',
      header: 'a header' },
    unreadable: 'The description of the API could not be read.',
  },
};
