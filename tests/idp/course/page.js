// A site as the course has it: pages that know no more of each other than what
// the library keeps in the browser.  Which page it is, says the address.

/* global AmazonCognitoIdentity, config */

const { AuthenticationDetails, CognitoUser, CognitoUserAttribute,
  CognitoUserPool } = AmazonCognitoIdentity;
const users = new CognitoUserPool(config.poolData);
const page = document.getElementById('page');
const hash = () => decodeURIComponent(location.hash.slice(1));

const complain = (error) => alert(`${error.code}: ${error.message}`);

function put(tag, { parent = page, ...values }) {
  const element = Object.assign(document.createElement(tag), values);
  parent.append(element);
  return element;
}

const input = (id, type = 'text') =>
  put('input', { id, type, placeholder: id });
const button = (id, text, onclick) =>
  put('button', { id, textContent: text, onclick });

// Whose session it is, once for the page's life: the ID token, as it is.
let token;
function enter(then) {
  const current = users.getCurrentUser();
  if (current === null)
    return location.replace('/');
  current.getSession((error, session) => {
    if (error || !session.isValid())
      return location.replace('/');
    token = session.getIdToken().getJwtToken();
    const out = document.getElementById('sign-out');
    out.hidden = false;
    out.onclick = () => {
      current.signOut();
      location.href = '/';
    };
    then(current.getUsername());
  });
}

async function api(method, path, body) {
  const headers = { Accept: 'application/json', Authorization: token };
  if (body !== undefined)
    headers['Content-Type'] = 'application/json';
  const answer = await fetch(config.api + path, { method, headers, body });
  if (!answer.ok)
    throw new Error(`${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

const pages = {
  '/': () => {
    if (users.getCurrentUser() !== null)
      return location.replace('/chats.html');
    const [name, password] = [input('username'), input('password', 'password')];
    button('login', 'Log In', () => {
      const user = new CognitoUser({ Username: name.value, Pool: users });
      user.authenticateUser(new AuthenticationDetails({ Username: name.value,
        Password: password.value }), { onFailure: complain,
        onSuccess: () => { location.href = '/chats.html'; } });
    });
    button('to-signup', 'Sign Up', () => { location.href = '/signup.html'; });
  },

  '/signup.html': () => {
    const [name, email, password] = [input('username'), input('email'),
      input('password', 'password')];
    button('signup', 'Sign Up', () => users.signUp(name.value, password.value,
      [new CognitoUserAttribute({ Name: 'email', Value: email.value })], null,
      (error, result) => {
        if (error)
          return complain(error);
        location.href = `/confirm.html#${result.user.getUsername()}`;
      }));
  },

  '/confirm.html': () => {
    const user = new CognitoUser({ Username: hash(), Pool: users });
    const code = input('code');
    button('confirm', 'Confirm', () =>
      user.confirmRegistration(code.value, true, (error) => {
        if (error)
          return complain(error);
        location.href = '/';
      }));
    button('resend', 'Resend', () => user.resendConfirmationCode((error) =>
      error ? complain(error) : put('p', { id: 'resent' })));
  },

  '/chats.html': () => enter(async (me) => {
    for (const { id, participants } of await api('GET', '/conversations'))
      put('a', { className: 'chat', href: `/chat.html#${id}`, textContent:
        participants.filter((name) => name !== me).join(', ') });
    put('a', { id: 'to-people', href: '/people.html', textContent: 'People' });
  }),

  '/people.html': () => enter(async () => {
    for (const name of await api('GET', '/users'))
      put('button', { className: 'start', textContent: name, onclick:
        async () => {
          const id = await api('POST', '/conversations',
            JSON.stringify([name]));
          location.href = `/chat.html#${id}`;
        } });
  }),

  // Only what is newer than all before is shown.
  '/chat.html': () => enter((me) => {
    let last = 0;
    const log = put('div', { id: 'log' });
    const load = async () => {
      const chat = await api('GET', `/conversations/${hash()}`);
      for (const { sender, time, message } of chat.messages)
        if (time > last)
          put('p', { parent: log, className: sender === me ? 'mine' : 'theirs',
            textContent: message });
      last = Math.max(last, chat.last ?? 0);
    };
    load();
    setInterval(load, config.reloadMs);
    const text = input('text');
    button('send', 'Send', async () => {
      await api('POST', `/conversations/${hash()}`,
        JSON.stringify(text.value));
      text.value = '';
      load();
    });
  }),
};

document.querySelector('h1').textContent = location.pathname;
pages[location.pathname]();
