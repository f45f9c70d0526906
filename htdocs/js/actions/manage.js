// What administrators do. Fetched together with its views (lib/parts.js).

import { words } from '../lib/words-manage.js';
import { addSlice } from '../state/app.js';
import * as manage from '../state/manage.js';
import { toHome } from '../state/route.js';
import { createDesk } from './manage-desk.js';
import { groupActions } from './manage-groups.js';
import { invitationActions } from './manage-invitations.js';
import { logActions } from './manage-log.js';
import { managePeopleActions } from './manage-people.js';
import { managePersonActions } from './manage-person.js';

// Rights may be taken away while a page is open.
const CHECK_MS = 60 * 1000;

const isHere = ({ route }) => route.name === 'manage';

export function manageActions(app) {
  addSlice('manage', manage);
  const desk = createDesk(app);
  const actions = Object.assign({}, managePeopleActions(app, desk),
    managePersonActions(app, desk), groupActions(app, desk), invitationActions(app, desk),
    logActions(app, desk));
  let checked = Date.now();

  function leadOut() {
    app.go(toHome(), { replace: true });
    app.actions.toast(words.manage.noMore);
  }

  function checkNowAndThen() {
    if (document.hidden || Date.now() - checked < CHECK_MS)
      return;
    checked = Date.now();
    app.actions.learnWhoIAm();
    // Who looks at those who wait decides when they change.
    if (app.get().route.params.section !== 'waiting')
      actions.loadWaiting();
  }

  app.subscribe((state, before, event) => {
    if (!isHere(state))
      return;
    if (event.type === 'clock/ticked')
      checkNowAndThen();
    if (event.type === 'session/told' && state.session.administrator
      && !before.session.administrator)
      app.actions.loadRoute();
    if (before.session.administrator && state.session.administrator === false)
      leadOut();
  });

  const loads = {
    people: actions.loadPeoplePage,
    waiting: actions.loadWaiting,
    groups: actions.loadGroupsPage,
    invitations: actions.loadInvitations,
    invite: actions.loadGroupChoice,
    log: actions.loadLog,
  };

  return {
    ...actions,
    loadManage() {
      const { session, route } = app.get();
      if (!session.administrator)
        return;
      const { section = 'people', item } = route.params;
      loads[section]?.(item);
      // How many wait is said wherever one is.
      if (section !== 'waiting' && app.get().manage?.waiting.status !== 'ready')
        actions.loadWaiting();
    },
  };
}
