// An administrator with a key pair for programs.

import { signIn } from '../../api/lib/actors.mjs';
import { person } from './pool.mjs';

// { name, token, accessKeyId, secretAccessKey }
export async function administrator(chinwag) {
  const { name, email } = await person(chinwag);
  const key = JSON.parse(await chinwag.admin(['client', 'key-add', name,
    '--administrator', '--json']));
  const { token } = await signIn(chinwag, { name, email });
  return { name, token, ...key };
}
