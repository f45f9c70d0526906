// The AWS SDK with a key pair of ours, which tries once.

import { CognitoIdentityProviderClient }
  from '@aws-sdk/client-cognito-identity-provider';

export const sdkOf = ({ url }, { accessKeyId, secretAccessKey }) =>
  new CognitoIdentityProviderClient({ region: 'eu-west-1', maxAttempts: 1,
    endpoint: `${url}/idp`, credentials: { accessKeyId, secretAccessKey } });
