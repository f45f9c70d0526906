// An operator's upgrade and the way back, behind lighttpd.

// Before what asks for it is imported.
process.env.CHINWAG_SERVER = 'lighttpd';
await import('./lib/operator.mjs');
