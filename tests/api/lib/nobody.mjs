// Servers that take no orders from root, or would want somebody to become, are
// started as nobody.  With these capabilities it may do what root may with
// files, and so may programs it starts.  Who becomes another must ask again to
// hear of its parent's end.

const NOBODY = ['setpriv', '--pdeathsig', 'TERM', '--reuid=65534',
  '--regid=65534', '--clear-groups',
  ...['--inh-caps', '--ambient-caps'].map((kind) =>
    `${kind}=+chown,+dac_override,+fowner,+kill`)];

// The words of a command, for instance.spawn.
export const asNobody = (words) =>
  process.getuid() === 0 ? [...NOBODY, ...words] : words;
