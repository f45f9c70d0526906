// An operator's upgrade and the way back, behind Apache's mod_proxy_fcgi.

// Before what asks for it is imported.
process.env.CHINWAG_SERVER = 'apache';
await import('./lib/operator.mjs');
