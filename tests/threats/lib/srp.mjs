// cognito-srp-helper, which is no ES module that node can load.

import { createRequire } from 'node:module';

export const { createPasswordHash, createSecretHash, createSrpSession,
  signSrpSession, wrapAuthChallenge, wrapInitiateAuth } =
  createRequire(import.meta.url)('cognito-srp-helper');
