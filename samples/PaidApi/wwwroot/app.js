import { buy } from './buy.js';

function element(name, text, properties) {
  const made = document.createElement(name);
  made.textContent = text;
  return Object.assign(made, properties);
}

function showHarbours(harbours) {
  for (const { name, price, url } of harbours) {
    const view = element('div', '', { ariaLive: 'polite' });
    const button = element('button', `Tides at ${name}, ${price}`);
    button.addEventListener('click', () => {
      button.disabled = true;
      buy(url, problem => showProblem(view, problem)).then(table => showTides(view, table)).catch(error => explain(view, error));
    });
    document.querySelector('#harbours').append(button, view);
  }
}

// What a link may lead to. Some addresses are scripts.
function leads(uri) {
  return /^(taler|taler\+http|https?):/i.test(uri);
}

// A problem that asks for a payment has links, one that asks for patience has none.
function showProblem(view, { title, summary, price, taler_pay_uri: payUri, order_status_url: statusUrl }) {
  const parts = [element('span', summary ? `${summary}: ${price}. ` : title)];
  if (leads(payUri)) parts.push(element('a', 'Pay with a Taler wallet', { href: payUri }), ' or ');
  if (leads(statusUrl)) parts.push(element('a', 'open the payment page', { href: statusUrl, target: '_blank', rel: 'noreferrer' }));
  replace(view, element('p', ''), parts);
}

function showTides(view, { harbour, tides, paid }) {
  const lines = tides.map(({ time, water, metres }) => element('li', `${new Date(time).toLocaleString()}: ${water} water, ${metres} m`));
  replace(view, element('ul', '', { ariaLabel: `Tides at ${harbour}, paid with ${paid}` }), lines);
}

function explain(view, error) {
  replace(view, element('p', `This did not work: ${error.message}`), []);
}

// The page asks again and again. Who listens to it, or is about to follow a link, must not be disturbed while nothing changes.
function replace(view, node, children) {
  node.append(...children);
  if (!view.firstChild?.isEqualNode(node)) view.replaceChildren(node);
}

fetch('/api/harbours').then(answer => answer.json()).then(showHarbours).catch(error => explain(document.querySelector('#harbours'), error));
