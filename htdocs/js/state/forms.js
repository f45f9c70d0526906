// What the forms say back, by form: { busy, message, errors, until, note }.
// errors are sentences by field; until is when a lock on signing in ends.

export const initial = {};

const blank = { busy: false, message: '', errors: {}, until: 0, note: '' };

export const formOf = (forms, name) => forms[name] ?? blank;

export function reduce(forms, event) {
  switch (event.type) {
  case 'form/started':
    return { ...forms, [event.form]: { ...blank, busy: true } };
  case 'form/failed':
    return { ...forms, [event.form]: { ...blank, message: event.message,
      errors: event.errors ?? {}, until: event.until ?? 0 } };
  case 'form/done':
    return { ...forms, [event.form]: { ...blank, note: event.note ?? '' } };
  case 'route/changed':
    return initial;
  // What starting said elsewhere is not the switcher's to say.
  case 'dialog/opened':
    return forms.start?.busy ? forms : { ...forms, start: blank };
  default:
    return forms;
  }
}
