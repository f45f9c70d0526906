// The one door to the rendering library, so that views name it nowhere else.

export { html, svg, nothing, render } from '../../vendor/lit-html/lit-html.js';
export { Directive, directive } from '../../vendor/lit-html/directive.js';
export { keyed } from '../../vendor/lit-html/directives/keyed.js';
export { repeat } from '../../vendor/lit-html/directives/repeat.js';
