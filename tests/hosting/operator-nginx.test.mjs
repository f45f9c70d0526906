// An operator's upgrade and the way back, behind nginx.

// Before what asks for it is imported.
process.env.CHINWAG_SERVER = 'nginx';
await import('./lib/operator.mjs');
