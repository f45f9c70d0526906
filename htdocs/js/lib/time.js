// Times for people, in the reader's own language and zone.

import { words } from './words.js';

const DAY_MS = 24 * 60 * 60 * 1000;

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined,
  { dateStyle: 'full', timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const day = new Intl.DateTimeFormat(undefined,
  { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(undefined,
  { day: 'numeric', month: 'short', year: 'numeric' });
const heading = new Intl.DateTimeFormat(undefined,
  { weekday: 'long', day: 'numeric', month: 'long' });
const headingAndYear = new Intl.DateTimeFormat(undefined,
  { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);

// Whole days between two times as the calendar counts them; rounding takes
// care of the days that are 23 or 25 hours long.
const daysAgo = (time, now) =>
  Math.round((midnight(now) - midnight(time)) / DAY_MS);

const thisYear = (time, now) =>
  new Date(time).getFullYear() === new Date(now).getFullYear();

export const clockTime = (time) => clock.format(time);
export const exactTime = (time) => full.format(time);
export const isoTime = (time) => new Date(time).toISOString();

// Short enough for the edge of a list.
export function relativeTime(time, now) {
  const minutes = Math.floor((now - time) / 60000);
  const days = daysAgo(time, now);
  if (minutes < 1)
    return words.time.now;
  if (minutes < 60)
    return words.time.minutes(minutes);
  if (days <= 0)
    return clock.format(time);
  if (days === 1)
    return words.time.yesterday;
  if (days < 7)
    return weekday.format(time);
  return (thisYear(time, now) ? day : dayAndYear).format(time);
}

// For the line between two days of a conversation.
export function dayHeading(time, now) {
  const days = daysAgo(time, now);
  if (days === 0)
    return words.time.today;
  if (days === 1)
    return words.time.yesterday;
  return (thisYear(time, now) ? heading : headingAndYear).format(time);
}
