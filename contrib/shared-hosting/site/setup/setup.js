// The set-up page: the code, a look at the host, the first administrator.

const at = (id) => document.getElementById(id);
const show = (id, is = true) => { at(id).hidden = !is; };

let code = '';

// --- asking -------------------------------------------------------------------

// What a host does instead of running the program, and what would help.
function whatCame(status, bytes) {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  if (head === '\x7fELF')
    return 'The host hands the program out instead of running it. It does ' +
      'not run programs (CGI) in this folder: ask it to, or look in its ' +
      'panel for CGI or FastCGI.';
  if (status === 403)
    return 'The host forbids to run the program. Set the permissions of the ' +
      '.cgi file in the folder “chinwag” to 0755.';
  if (status === 404)
    return 'The host knows nothing of the program. Was the file .htaccess ' +
      'uploaded (show hidden files), and does the host heed it?';
  if (status === 500)
    return 'The program does not start: it misses permission (0755), was ' +
      'not uploaded whole, or is for another kind of machine. The host’s ' +
      'error log says which.';
  return `The host answers ${status}, and not as Chinwag does.`;
}

async function ask(path, body) {
  const answer = await fetch(`/api/setup${path}`, body === undefined
    ? { cache: 'no-store' }
    : { method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body) });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status === 204)
    return {};
  let value;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw { message: whatCame(answer.status, bytes) };
  }
  if (!answer.ok)
    throw value;
  return value;
}

// --- telling ------------------------------------------------------------------

function tell(message) {
  at('problem').textContent = message;
  show('problem', message !== '');
}

function clearErrors() {
  tell('');
  for (const field of document.querySelectorAll('.field-error')) {
    field.hidden = true;
    const input = at(field.id.replace(/-error$/, ''));
    input.removeAttribute('aria-invalid');
  }
}

// A refusal: beside the fields that it is about, or above all.
function refuse(error) {
  const elsewhere = [];
  let first = null;
  for (const { at: pointer, message } of error.errors ?? []) {
    const name = pointer.slice(1);
    const place = at(`${name}-error`);
    if (!place) {
      elsewhere.push(message);
      continue;
    }
    place.textContent = message;
    place.hidden = false;
    at(name).setAttribute('aria-invalid', 'true');
    first ??= at(name);
  }
  if (first?.closest('details'))
    first.closest('details').open = true;
  if (elsewhere.length > 0 || first === null)
    tell(elsewhere.join(' ') || error.message || String(error));
  first?.focus();
}

// Nothing is sent twice while an answer is on its way.
function onSubmit(form, action) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    if (button.disabled)
      return;
    button.disabled = true;
    clearErrors();
    try {
      await action();
    } catch (error) {
      refuse(error);
    }
    button.disabled = false;
  });
}

// --- steps --------------------------------------------------------------------

// What is done when the code was given.
let next = () => {};

function askForCode({ folder, file }, then) {
  next = then;
  at('lead').textContent = folder === 'above'
    ? `A file was made that only you can read: by FTP or your panel’s file \
manager, look in the folders above this site’s for a name that begins with \
“${file}”. The code in it shows that this is your host.`
    : `A file was made that only you can read: by FTP or your panel’s file \
manager, look in the folder “chinwag” for a name that begins with “${file}”. \
The code in it shows that this is your host.`;
  show('code-form');
  at('code').focus();
}

function showItems(items) {
  at('items').replaceChildren(...items.map(({ ok, says }) => {
    const item = document.createElement('li');
    item.textContent = says;
    item.className = ok ? 'good' : 'bad';
    return item;
  }));
}

function preset(name, value) {
  if (!at(name).value && value)
    at(name).value = value;
}

function chooseMail() {
  const way = new FormData(at('setup-form')).get('mail');
  show('with-sendmail', way === 'sendmail');
  show('with-smtp', way === 'smtp');
}

async function look() {
  const found = await ask('/survey', { code });
  const well = found.items.every(({ ok }) => ok);
  const items = [...found.items];
  if (location.protocol !== 'https:')
    items.push({ ok: false, says: 'This page came without encryption. Turn ' +
      'on https in your host’s panel, and open it again with https://, ' +
      'before you type a password.' });
  if (!found.place)
    items.push({ ok: false, says: 'There is no folder above this one that ' +
      'Chinwag may write to and that nobody else can see. Make one, with ' +
      'permissions 0700, and name it below.' });
  show('code-form', false);
  showItems(items);
  show('survey');
  show('again', !well);
  show('setup-form', well);
  at('lead').textContent = well ? 'It fits. Who are you?'
    : 'Something must be changed first. Nothing was set up.';
  preset('place', found.place);
  at('more').open = !found.place;
  preset('base_url', location.origin);
  preset('sendmail', found.sendmail);
  preset('mail_from', `chinwag@${location.hostname}`);
  const way = found.sendmail ? 'sendmail' : 'smtp';
  if (!at('setup-form').querySelector('[name=mail]:checked'))
    at('setup-form').querySelector(`[value=${way}]`).checked = true;
  chooseMail();
  at('title').focus();
}

async function setUp() {
  const values = Object.fromEntries(new FormData(at('setup-form')));
  const only = { sendmail: ['sendmail'],
    smtp: ['smtp_url', 'smtp_user', 'smtp_password'], file: [] };
  for (const name of ['sendmail', ...only.smtp])
    if (!values[name] || !only[values.mail].includes(name))
      delete values[name];
  await ask('', { code, ...values });
  for (const id of ['survey', 'setup-form'])
    show(id, false);
  at('lead').textContent = 'It is set up. Sign in with your name and ' +
    'password.';
  show('done');
  at('title').focus();
}

// Which releases there are, and whether there is a way back.
async function showReleases() {
  const { own, current, before, problem } = await ask('/releases', { code });
  show('code-form', false);
  at('lead').textContent = own === current ? 'All is well.'
    : 'The upgrade is not done yet. It is tried again when anybody comes.';
  tell(problem ?? '');
  at('release-now').textContent = `The data is for release ${current}.`;
  at('release-before').textContent = before
    ? `The release before was ${before}. What was said since then stays.`
    : 'There is no release before that could be gone back to.';
  show('back', Boolean(before));
  show('releases');
  at('title').focus();
}

async function goBack() {
  await ask('/back', { code });
  show('releases', false);
  at('lead').textContent = 'The release before is back.';
  show('done');
  at('title').focus();
}

onSubmit(at('code-form'), async () => {
  code = at('code').value;
  await next();
});
onSubmit(at('setup-form'), setUp);
at('setup-form').addEventListener('change', chooseMail);
at('again').addEventListener('click', () => {
  clearErrors();
  look().catch(refuse);
});

// A button that does one thing at a time.
function onClick(id, action) {
  at(id).addEventListener('click', async () => {
    at(id).disabled = true;
    clearErrors();
    await action().catch(refuse);
    at(id).disabled = false;
  });
}

onClick('back', goBack);

async function start() {
  const state = await ask('');
  const isReady = state.state === 'ready';
  onClick('manage', async () => {
    await ask('/code', {});
    show('there', false);
    askForCode(state, showReleases);
  });
  if (state.state === 'new') {
    askForCode(state, look);
  } else if (isReady || state.state === 'waiting') {
    at('lead').textContent = isReady
      ? `Chinwag ${state.version} is set up already. Nothing is left to do ` +
        'here.'
      : `Chinwag ${state.version} was uploaded, and the upgrade is not done.`;
    show('to-chat', isReady);
    show('there');
  } else {
    at('lead').textContent = 'Chinwag was set up, but its data is not where ' +
      'it was. Put the folder back, or ask your host. To begin anew, remove ' +
      'the file “place” from the folder “chinwag”.';
  }
}

start().catch((error) => {
  at('lead').textContent = 'Chinwag does not run here yet.';
  refuse(error);
});
