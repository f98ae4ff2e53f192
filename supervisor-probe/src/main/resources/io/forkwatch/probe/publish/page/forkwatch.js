'use strict';
// One page over the JSON of /api/v1. What comes from there is text of strangers: it becomes text nodes, never markup.
(() => {
  const EVERY_MS = 2000;
  const SPARK_POINTS = 60;
  const LEAST_CORES = 0.1;
  const SEEDED_ROWS = 40;
  const CHART_SECONDS = 900;
  const FRESH_MS = 20000;
  const SVG = 'http://www.w3.org/2000/svg';
  const CLEAN = new Set(['ok']);
  const STATES = {R: 'running', S: 'sleeping', D: 'disk', T: 'stopped', t: 'traced', Z: 'zombie', X: 'dead', I: 'idle'};
  const FLAGS = {near_limit: 'near its limit', frozen: 'frozen', stopped: 'stopped', traced: 'held by a debugger', idle: 'idle', recycle: 'recycle advised', hung: 'hung', blocked: 'blocked', output_closed: 'closed its output', next_victim: 'next victim'};

  const byId = id => document.getElementById(id);

  function element(tag, classes, text) {
    const made = document.createElement(tag);
    if (classes) made.className = classes;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function setHidden(node, hidden) {
    if (node.hidden !== hidden) node.hidden = hidden;
  }

  // ---- words ----------------------------------------------------------------------------------------------------

  function digits(number) {
    return number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2);
  }

  function bytes(count) {
    if (count === undefined || count === null) return '';
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let at = 0;
    while (count >= 1000 && at < units.length - 1) { count /= 1024; at++; }
    return (at === 0 ? count.toFixed(0) : digits(count)) + ' ' + units[at];
  }

  function span(seconds) {
    if (seconds === undefined || Number.isNaN(seconds)) return '';
    const s = Math.max(0, Math.floor(seconds));
    if (s < 60) return s + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' m ' + String(s % 60).padStart(2, '0') + ' s';
    if (s < 86400) return Math.floor(s / 3600) + ' h ' + String(Math.floor(s % 3600 / 60)).padStart(2, '0') + ' m';
    return Math.floor(s / 86400) + ' d ' + Math.floor(s % 86400 / 3600) + ' h';
  }

  const cores = ratio => ratio === undefined || ratio === null ? '' : ratio.toFixed(2);
  const plural = (count, one, many) => count.toLocaleString('en') + ' ' + (count === 1 ? one : many);
  const words = label => label.replaceAll('_', ' ');
  const clock = date => date.toLocaleTimeString('en-GB');

  // ---- asking ---------------------------------------------------------------------------------------------------

  let serverAheadMs = 0;
  const nowSeconds = () => (Date.now() + serverAheadMs) / 1000;

  async function ask(path) {
    const response = await fetch(path, {cache: 'no-cache', credentials: 'same-origin', signal: AbortSignal.timeout(10000)});
    if (!response.ok) throw new Error(String(response.status));
    const date = Date.parse(response.headers.get('date') || '');
    if (!Number.isNaN(date) && Math.abs(date - Date.now()) > 2000) serverAheadMs = date - Date.now();
    return response.json();
  }

  // ---- small drawings -------------------------------------------------------------------------------------------

  function meter() {
    const bar = element('span', 'meter');
    bar.append(element('i'));
    return bar;
  }

  function fill(bar, share) {
    bar.firstChild.style.width = (Math.min(1, Math.max(0, share)) * 100).toFixed(1) + '%';
    const level = share >= 0.9 ? 'meter danger' : share >= 0.75 ? 'meter warning' : 'meter';
    if (bar.className !== level) bar.className = level;
  }

  function sparkline(label) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', 'spark');
    svg.setAttribute('viewBox', '0 0 100 24');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
    svg.append(document.createElementNS(SVG, 'polygon'), document.createElementNS(SVG, 'polyline'));
    return svg;
  }

  function draw(svg, points, least) {
    const known = points.filter(value => value !== null);
    if (known.length < 2) return;
    // From 0: a flat line low down is little, and one high up is much.
    const most = Math.max(least, ...known) * 1.05;
    const step = 100 / (SPARK_POINTS - 1);
    const first = SPARK_POINTS - points.length;
    const line = [];
    points.forEach((value, i) => {
      if (value !== null) line.push(((first + i) * step).toFixed(1) + ',' + (23 - 22 * value / most).toFixed(1));
    });
    const left = line[0].split(',')[0];
    svg.lastChild.setAttribute('points', line.join(' '));
    svg.firstChild.setAttribute('points', left + ',24 ' + line.join(' ') + ' 100,24');
  }

  // ---- one row --------------------------------------------------------------------------------------------------

  const table = byId('rows');
  const rows = new Map();
  const keyOf = child => child.pid + '@' + child.start_time_seconds;
  const pathOf = child => '/api/v1/children/' + encodeURIComponent(child.kind) + '/' + encodeURIComponent(child.slot);

  function gauge(kind) {
    const cell = element('td', kind === 'cpu' ? 'cpu-cell' : 'rss');
    const box = element('div', 'gauge ' + kind);
    const value = element('span', 'amount');
    const of = element('small');
    const spark = sparkline(kind === 'cpu' ? 'CPU of the last two minutes' : 'memory of the last two minutes');
    box.append(value, ...(kind === 'cpu' ? [] : [of]), spark);
    cell.append(box);
    return {cell, box, value, of, spark, points: [], bar: null};
  }

  function makeRow(child) {
    const body = element('tbody');
    const row = element('tr', 'child');
    const name = element('th', 'name');
    name.scope = 'row';
    name.style.borderBottom = '0';
    const button = element('button');
    button.type = 'button';
    button.setAttribute('aria-expanded', 'false');
    const title = element('b', '', child.kind);
    title.append(element('span', 'slot', '[' + child.slot + ']'));
    const flags = element('span', 'flag');
    title.append(flags);
    const command = element('span', 'command');
    button.append(title, command);
    name.append(button);
    const rss = gauge('rss');
    const cpu = gauge('cpu');
    const cell = classes => element('td', classes);
    const made = {
      child, body, row, button, command, flags, rss, cpu,
      heap: cell('number wide-only'), processes: cell('number wide-only'), threads: cell('number wide-only'),
      age: cell('number'), pid: cell('number wide-only'), state: cell('wide-only'), detail: null, seen: false,
    };
    row.append(name, rss.cell, cpu.cell, made.heap, made.processes, made.threads, made.age, made.pid, made.state);
    body.append(row);
    setText(made.pid, String(child.pid));
    button.addEventListener('click', () => toggle(made));
    rowOf.set(row, made);
    sight.observe(row);
    return made;
  }

  // Of 200 rows a screen shows twenty: the others are drawn when they come into sight.
  const rowOf = new WeakMap();
  const sight = new IntersectionObserver(entries => {
    for (const entry of entries) {
      const row = rowOf.get(entry.target);
      row.seen = entry.isIntersecting;
      drawBoth(row);
    }
  }, {rootMargin: '100px'});

  function drawBoth(row) {
    if (!row.seen) return;
    draw(row.rss.spark, row.rss.points, 1);
    draw(row.cpu.spark, row.cpu.points, LEAST_CORES);
  }

  function remember(part, value) {
    part.points.push(value === undefined ? null : value);
    if (part.points.length > SPARK_POINTS) part.points.shift();
  }

  // A page that has just been opened shows what was before: two minutes of the history, which has a point every 5 s.
  async function seed() {
    for (const row of [...rows.values()].slice(0, SEEDED_ROWS)) {
      try {
        const past = (await ask(pathOf(row.child) + '/history?pid=' + row.child.pid)).history;
        const repeat = past.interval_seconds * 1000 / EVERY_MS;
        for (const [part, all] of [[row.rss, past.tree_rss_bytes], [row.cpu, past.tree_cpu_ratio]]) {
          const room = SPARK_POINTS - part.points.length;
          const before = Array.from({length: Math.min(room, Math.floor(all.length * repeat))}, (_, i) => all[all.length - 1 - Math.floor(i / repeat)]);
          part.points.unshift(...before.reverse());
        }
        drawBoth(row);
      } catch (gone) {
        // It has ended meanwhile.
      }
    }
  }

  function update(row, child, fresh) {
    row.child = child;
    setText(row.command, child.title || child.command || '');
    setText(row.flags, child.flags.map(flag => FLAGS[flag] || words(flag)).join(', '));
    setText(row.rss.value, bytes(child.tree_rss_bytes) || '–');
    const limited = child.memory_limit_bytes !== undefined && child.tree_rss_bytes !== undefined;
    setText(row.rss.of, limited ? 'of ' + bytes(child.memory_limit_bytes) : '');
    if (limited) {
      if (!row.rss.bar) { row.rss.bar = meter(); row.rss.box.append(row.rss.bar); }
      fill(row.rss.bar, child.tree_rss_bytes / child.memory_limit_bytes);
    }
    setText(row.cpu.value, cores(child.tree_cpu_ratio));
    const heap = child.jvm && child.jvm.heap_used_bytes;
    setText(row.heap, heap === undefined ? '' : bytes(heap));
    row.heap.title = heap !== undefined && child.jvm.heap_max_bytes ? 'of ' + bytes(child.jvm.heap_max_bytes) + ' at most' : '';
    setText(row.processes, child.tree_processes === undefined ? '' : child.tree_processes + (child.zombies ? ' +' + child.zombies + ' Z' : ''));
    setText(row.threads, child.tree_threads === undefined ? '' : String(child.tree_threads));
    setText(row.age, span(nowSeconds() - child.start_time_seconds));
    setText(row.state, STATES[child.state] || child.state || '');
    row.state.className = 'wide-only' + ('DTtZ'.includes(child.state || ' ') ? ' warning' : '');
    if (fresh) {
      remember(row.rss, child.tree_rss_bytes);
      remember(row.cpu, child.tree_cpu_ratio);
      drawBoth(row);
    }
  }

  // ---- the table ------------------------------------------------------------------------------------------------

  const KEYS = {
    name: child => child.kind + '\u0000' + child.slot.padStart(9, '0'),
    rss: child => child.tree_rss_bytes ?? -1,
    cpu: child => child.tree_cpu_ratio ?? -1,
    heap: child => (child.jvm && child.jvm.heap_used_bytes) ?? -1,
    processes: child => child.tree_processes ?? -1,
    threads: child => child.tree_threads ?? -1,
    age: child => -child.start_time_seconds,
    pid: child => child.pid,
    state: child => child.state || '',
  };
  let sort = {by: 'rss', down: true};
  let lastSeq = -1;

  function fits(child, wanted) {
    const hay = [child.kind + '[' + child.slot + ']', child.pid, child.title, child.command, child.jvm && child.jvm.main_class,
      ...child.flags.map(flag => FLAGS[flag] || flag), STATES[child.state]].join(' ').toLowerCase();
    return wanted.split(/\s+/).every(word => hay.includes(word));
  }

  function arrange() {
    const wanted = byId('filter').value.trim().toLowerCase();
    const key = KEYS[sort.by];
    const shown = [...rows.values()].filter(row => !wanted || fits(row.child, wanted));
    const way = sort.down ? -1 : 1;
    shown.sort((one, other) => {
      const a = key(one.child), b = key(other.child);
      return a < b ? -way : a > b ? way : one.child.pid - other.child.pid;
    });
    const visible = new Set(shown);
    for (const row of rows.values()) setHidden(row.body, !visible.has(row));
    // Only what stands in another place is moved: focus and selection stay.
    let before = table.tHead.nextElementSibling;
    for (const row of shown) {
      while (before && before.hidden) before = before.nextElementSibling;
      if (row.body === before) before = before.nextElementSibling;
      else move(row.body, before);
    }
    setHidden(byId('none'), shown.length > 0);
    setText(byId('none'), rows.size === 0 ? 'No child lives.' : 'None of ' + rows.size + ' has “' + byId('filter').value.trim() + '”.');
  }

  function move(body, before) {
    const focused = body.contains(document.activeElement) ? document.activeElement : null;
    table.insertBefore(body, before);
    if (focused) focused.focus({preventScroll: true});
  }

  function showChildren(answer) {
    const fresh = answer.seq !== lastSeq;
    lastSeq = answer.seq;
    const alive = new Set();
    for (const child of answer.children) {
      const key = keyOf(child);
      alive.add(key);
      let row = rows.get(key);
      if (!row) {
        row = makeRow(child);
        rows.set(key, row);
        table.append(row.body);
      }
      update(row, child, fresh);
    }
    for (const [key, row] of rows) {
      if (!alive.has(key)) {
        close(row);
        sight.unobserve(row.row);
        row.body.remove();
        rows.delete(key);
      }
    }
    table.classList.toggle('limited', answer.children.some(child => child.memory_limit_bytes !== undefined));
    arrange();
    const total = answer.totals;
    setText(byId('count'), answer.total.toLocaleString('en'));
    setText(byId('count-note'), answer.total === 0 ? '' : plural(total.tree_processes, 'process', 'processes') + ', ' + plural(total.tree_threads, 'thread', 'threads'));
    setText(byId('memory'), bytes(total.tree_rss_bytes));
    setText(byId('memory-note'), heaviest(answer));
    setText(byId('cpu'), total.tree_cpu_ratio.toFixed(2));
    setText(byId('cpu-note'), 'cores, all children');
    setHidden(byId('more'), answer.left_out === 0);
    setText(byId('more'), 'and ' + answer.left_out.toLocaleString('en') + ' more; the figures above are of all ' + answer.total.toLocaleString('en'));
  }

  function heaviest(answer) {
    const first = answer.children[0];
    if (!first || !first.tree_rss_bytes || answer.total < 2) return '';
    const share = Math.round(100 * first.tree_rss_bytes / answer.totals.tree_rss_bytes);
    return first.kind + '[' + first.slot + '] has ' + share + ' %';
  }

  // ---- an open row ----------------------------------------------------------------------------------------------

  let plotReady = null;

  // Only who opens a row needs it.
  function plotter() {
    if (!plotReady) {
      plotReady = new Promise((done, failed) => {
        const script = element('script');
        script.src = '/assets/uplot.js';
        script.addEventListener('load', () => done(window.uPlot));
        script.addEventListener('error', failed);
        document.head.append(script);
      });
    }
    return plotReady;
  }

  function toggle(row) {
    if (row.detail) close(row); else open(row);
  }

  function open(row) {
    const line = element('tr', 'detail');
    const cell = element('td');
    cell.colSpan = 9;
    const grid = element('div', 'detail-grid');
    const command = element('div', 'command');
    const chart = element('div', 'chart');
    const legend = element('h3');
    const cursor = element('span');
    legend.append(element('span', 'memory', 'memory'), ' and ', element('span', 'cores', 'CPU'), ' of the last 15 minutes', cursor);
    chart.append(legend);
    const tree = element('div', 'tree');
    tree.append(element('h3', '', 'processes'));
    const list = element('table');
    list.append(element('tbody'));
    tree.append(list);
    const inside = element('div', 'inside quiet');
    const blocked = element('div', 'blocked');
    grid.append(command, blocked, inside, chart, tree);
    cell.append(grid);
    line.append(cell);
    row.body.append(line);
    row.body.classList.add('open');
    row.button.setAttribute('aria-expanded', 'true');
    row.detail = {line, command, blocked, inside, chart, cursor, list, plot: null};
    refresh(row);
  }

  function close(row) {
    if (!row.detail) return;
    if (row.detail.plot) row.detail.plot.destroy();
    row.detail.line.remove();
    row.detail = null;
    row.body.classList.remove('open');
    row.button.setAttribute('aria-expanded', 'false');
  }

  async function refresh(row) {
    const detail = row.detail;
    const at = pathOf(row.child);
    const which = '?pid=' + row.child.pid;
    try {
      const [one, past] = await Promise.all([ask(at + which), ask(at + '/history' + which)]);
      if (row.detail !== detail) return;
      setText(detail.command, [one.child.command, one.child.directory && '(directory ' + one.child.directory + ')'].filter(Boolean).join(' '));
      showBlocked(detail.blocked, one.child.blocked);
      showInside(detail.inside, one.child);
      showTree(detail.list, one.child);
      await showChart(row, detail, past.history);
    } catch (gone) {
      // It has ended meanwhile: the next list says so.
    }
  }

  function showBlocked(line, blocked) {
    setHidden(line, !blocked);
    setText(line, !blocked ? '' : blocked.text + ' (' + blocked.confidence + ', for ' + span(nowSeconds() - blocked.since_time_seconds) + ' at least)');
  }

  // With debug=true only; of a child that is, or has below it, a JVM.
  let debugging = false;

  function showInside(line, child) {
    const wanted = debugging && child.jvm ? String(child.jvm.pid) : '';
    if (line.dataset.pid === wanted) return;
    line.dataset.pid = wanted;
    const at = '/debug/children/' + encodeURIComponent(child.kind) + '/' + encodeURIComponent(child.slot) + '/';
    const links = [['threads', 'threads', ''], ['heap', 'heap-histogram', ''], ['recording, 30 s', 'jfr', '&seconds=30']].map(([name, what, more]) => {
      const link = element('a', '', name);
      link.href = at + what + '?pid=' + wanted + more;
      if (!more) { link.target = '_blank'; link.rel = 'noreferrer'; }
      return link;
    });
    line.replaceChildren(...(wanted ? ['JVM ' + wanted + ': ', links[0], ' ', links[1], ' ', links[2]] : []));
  }

  function showTree(list, child) {
    const below = new Map();
    const known = new Set(child.processes.map(process => process.pid));
    for (const process of child.processes) {
      const parent = process.pid !== child.pid && known.has(process.ppid) ? process.ppid : 0;
      if (!below.has(parent)) below.set(parent, []);
      below.get(parent).push(process);
    }
    const lines = [];
    const seen = new Set();
    const walk = (pid, depth) => {
      for (const process of below.get(pid) || []) {
        if (seen.has(process.pid)) continue;
        seen.add(process.pid);
        const line = element('tr');
        const comm = element('td', 'comm', process.comm);
        comm.style.paddingLeft = depth * 16 + 'px';
        line.append(comm, element('td', 'number quiet', String(process.pid)), element('td', 'number', bytes(process.rss_bytes)),
          element('td', 'number quiet', process.threads === undefined ? '' : plural(process.threads, 'thread', 'threads')),
          element('td', 'number quiet', process.cpu_seconds === undefined ? '' : digits(process.cpu_seconds) + ' s CPU'),
          element('td', process.state === 'Z' ? 'warning' : 'quiet', STATES[process.state] || process.state || ''));
        lines.push(line);
        walk(process.pid, depth + 1);
      }
    };
    walk(0, 0);
    if (child.processes_left_out) {
      const more = element('tr');
      more.append(element('td', 'quiet', 'and ' + child.processes_left_out + ' more'));
      lines.push(more);
    }
    list.tBodies[0].replaceChildren(...lines);
  }

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  async function showChart(row, detail, history) {
    const count = history.tree_rss_bytes.length;
    const end = history.newest_step_time_seconds;
    const times = history.tree_rss_bytes.map((_, i) => end - (count - 1 - i) * history.interval_seconds);
    const memory = history.tree_rss_bytes.map(value => value === null ? null : value / 1048576);
    const data = [times, memory, history.tree_cpu_ratio];
    const uPlot = await plotter();
    if (row.detail !== detail) return;
    if (detail.plot) {
      detail.plot.setData(data);
      return;
    }
    const axis = {stroke: color('--quiet'), grid: {stroke: color('--line'), width: 1}, ticks: {show: false}, font: '11px system-ui, sans-serif'};
    detail.plot = new uPlot({
      width: Math.max(260, detail.chart.clientWidth), height: 170, padding: [8, 4, 0, 4],
      cursor: {y: false}, legend: {show: false},
      hooks: {setCursor: [u => setText(detail.cursor, pointed(u))]},
      scales: {x: {range: (u, min, max) => [max - CHART_SECONDS, max]}, MiB: {range: (u, min, max) => [0, (max || 1) * 1.1]}, cores: {range: (u, min, max) => [0, Math.max(max || 0, LEAST_CORES) * 1.1]}},
      axes: [{...axis, size: 26, values: (u, all) => all.map(at => clock(new Date(at * 1000)).slice(0, 5))}, {...axis, scale: 'MiB', size: 62, values: (u, all) => all.map(value => bytes(value * 1048576))}, {...axis, scale: 'cores', side: 1, size: 44, grid: {show: false}, values: (u, all) => all.map(value => value.toFixed(all[all.length - 1] < 1 ? 2 : 1))}],
      series: [
        {},
        {scale: 'MiB', stroke: color('--accent'), width: 1.5, fill: color('--accent') + '1a'},
        {scale: 'cores', stroke: color('--warning'), width: 1},
      ],
    }, data, detail.chart);
  }

  function pointed(u) {
    const at = u.cursor.idx;
    if (at === null || at === undefined) return '';
    const [times, memory, cpu] = u.data;
    return [clock(new Date(times[at] * 1000)), memory[at] === null ? '' : bytes(memory[at] * 1048576), cpu[at] === null ? '' : cpu[at].toFixed(2) + ' cores']
      .filter(Boolean).map(part => ' · ' + part).join('');
  }

  function redrawCharts() {
    for (const row of rows.values()) {
      if (row.detail && row.detail.plot) {
        row.detail.plot.destroy();
        row.detail.plot = null;
        refresh(row);
      }
    }
  }

  // ---- the supervisor -------------------------------------------------------------------------------------------

  const limitBar = meter();

  function showSupervisor(own) {
    const simple = (own.main_class || 'Forkwatch').split('/').pop();
    setText(byId('main-class'), simple.endsWith('.jar') ? simple : simple.split('.').pop());
    byId('main-class').title = own.main_class || '';
    document.title = simple + ' · Forkwatch';
    setText(byId('facts'), [own.pid && 'pid ' + own.pid, own.start_time_seconds && 'up ' + span(nowSeconds() - own.start_time_seconds),
      'Java ' + own.java_version.split('+')[0], 'Forkwatch ' + own.version].filter(Boolean).join(' · '));
    debugging = own.debug === true;
    setHidden(byId('debug'), !debugging);
    showMemory(own.memory);
    showDeaths(own.exits);
    const late = nowSeconds() - own.sampler.tick_time_seconds;
    const stale = own.sampler.status !== 'ok';
    setHidden(byId('alarm'), !stale);
    setText(byId('alarm'), stale ? 'The sampler stands still: what you see is ' + span(late) + ' old.' : '');
  }

  function showMemory(memory) {
    setText(byId('limit-name'), memory.scope === 'cgroup' ? 'Memory of the cgroup' : 'Memory of the machine');
    const known = memory.used_bytes !== undefined && memory.limit_bytes !== undefined;
    const value = byId('limit');
    const text = known ? bytes(memory.used_bytes) + ' of ' + bytes(memory.limit_bytes) : 'unknown';
    if (value.textContent !== text) {
      value.replaceChildren(document.createTextNode(known ? bytes(memory.used_bytes) : 'unknown'),
        ...(known ? [element('small', '', ' of ' + bytes(memory.limit_bytes))] : []));
    }
    if (known) {
      if (!limitBar.isConnected) byId('limit-bar').append(limitBar);
      fill(limitBar, memory.used_bytes / memory.limit_bytes);
    }
    const waits = memory.pressure_some_ratio;
    setText(byId('limit-note'), waits === undefined ? '' : 'pressure ' + (waits * 100).toFixed(waits < 0.1 ? 1 : 0) + ' %');
    byId('limit-note').className = waits >= 0.1 ? 'danger' : waits >= 0.01 ? 'warning' : 'quiet';
  }

  function showDeaths(exits) {
    const today = Object.entries(exits.of_day_by_reason || {});
    const bad = today.filter(([reason]) => !CLEAN.has(reason)).sort((one, other) => other[1] - one[1]);
    const count = bad.reduce((sum, [, times]) => sum + times, 0);
    const clean = today.filter(([reason]) => CLEAN.has(reason)).reduce((sum, [, times]) => sum + times, 0);
    const value = byId('deaths');
    setText(value, count === 0 ? 'none' : String(count));
    value.className = count === 0 ? 'value' : 'value danger';
    setText(byId('deaths-note'), [...bad.map(([reason, times]) => times + ' ' + words(reason)), clean && clean + ' ended well'].filter(Boolean).join(', '));
  }

  // ---- exits ----------------------------------------------------------------------------------------------------

  const exitList = byId('exits');
  let newest = 0;
  let oldest = Infinity;
  let firstLook = true;

  function exitLine(end, fresh) {
    const record = end.record;
    const box = element('details', fresh ? 'exit fresh' : 'exit');
    box.setAttribute('role', 'listitem');
    box.dataset.number = end.number;
    const head = element('summary');
    const at = new Date(record.time);
    const time = element('time', 'quiet', sameDay(at) ? clock(at) : at.toLocaleDateString('en-CA'));
    time.dateTime = record.time;
    time.title = record.time;
    // "[forkwatch] child died: surefire-fork[0] pid 7 after 4 s: exit code 3", in the language of the log.
    const how = end.text.split('\n')[0].split(/ ?: /).slice(2).join(': ');
    head.append(time, element('b', 'kind', record.kind + (record.slot === undefined ? '' : '[' + record.slot + ']')),
      element('span', 'reason', words(record.cause.reason)), element('span', 'line', how));
    box.append(head);
    // Made when somebody looks: there may be hundreds.
    box.addEventListener('toggle', () => {
      if (box.open && box.children.length === 1) box.append(element('pre', '', end.text));
    });
    if (fresh) setTimeout(() => box.classList.remove('fresh'), FRESH_MS);
    return box;
  }

  const sameDay = at => new Date().toDateString() === at.toDateString();

  function showExits(answer) {
    const added = answer.exits.filter(end => end.number > newest);
    for (const end of added.reverse()) exitList.prepend(exitLine(end, !firstLook));
    firstLook = false;
    noteNumbers(answer);
    setHidden(byId('no-exits'), exitList.children.length > 0);
  }

  function noteNumbers(answer) {
    for (const end of answer.exits) {
      newest = Math.max(newest, end.number);
      oldest = Math.min(oldest, end.number);
    }
    const more = answer.kept > exitList.children.length && oldest > 1;
    setHidden(byId('older'), !more);
  }

  byId('older').addEventListener('click', async () => {
    const answer = await ask('/api/v1/exits?before=' + oldest);
    for (const end of answer.exits) exitList.append(exitLine(end, false));
    noteNumbers(answer);
    if (answer.exits.length === 0) setHidden(byId('older'), true);
  });

  // ---- orphans --------------------------------------------------------------------------------------------------

  function origin(orphan) {
    if (orphan.origin === 'outlived_child') {
      const slot = orphan.child.slot === undefined ? '' : '[' + orphan.child.slot + ']';
      return 'outlived ' + orphan.child.kind + slot + ', pid ' + orphan.child.pid;
    }
    return orphan.origin === 'left_behind' ? 'left behind by supervisor ' + orphan.supervisor_pid : 'has “' + orphan.pattern + '”';
  }

  const STREAMS = {both: 'stdout and stderr'};

  function held(output) {
    const slot = output.slot === undefined ? '' : '[' + output.slot + ']';
    const holders = output.holders.map(holder => (holder.command || holder.comm) + ' (pid ' + holder.pid + ')').join(', ');
    return output.kind + slot + ' pid ' + output.pid + ' ended ' + span(nowSeconds() - output.ended_time_seconds) + ' ago, but ' + holders + ' still holds its '
      + (STREAMS[output.stream] || output.stream) + ': thread “' + output.thread + '” of this JVM waits for the end of it (' + output.confidence + ')';
  }

  function showOrphans(answer) {
    const outputs = answer.held_outputs || [];
    setHidden(byId('orphan-section'), answer.total === 0 && outputs.length === 0);
    setHidden(byId('orphans'), answer.total === 0);
    setHidden(byId('held'), outputs.length === 0);
    byId('held').replaceChildren(...outputs.map(output => element('li', 'warning', held(output))));
    setText(byId('left'), answer.left_out ? 'Orphans, ' + answer.orphans.length + ' of ' + answer.total : 'Orphans');
    byId('orphans').tBodies[0].replaceChildren(...answer.orphans.map(orphan => {
      const line = element('tr');
      const who = element('td', '', orphan.comm + ' ');
      who.append(element('span', 'quiet', String(orphan.pid)));
      const command = element('td', 'command', orphan.command);
      command.title = orphan.command;
      line.append(who, element('td', 'number', bytes(orphan.rss_bytes)), element('td', 'number', span(orphan.age_seconds)), element('td', '', origin(orphan)), command);
      return line;
    }));
  }

  // ---- the beat -------------------------------------------------------------------------------------------------

  let timer = 0;
  let asking = false;
  let beats = 0;
  let seeded = false;

  function live(text, classes) {
    setText(byId('live'), text);
    byId('live').className = 'live ' + classes;
  }

  async function beat() {
    clearTimeout(timer);
    if (document.hidden || asking) return;
    asking = true;
    try {
      const [children, own, exits, orphans] = await Promise.all(
        ['children', 'supervisor', 'exits', 'orphans'].map(what => ask('/api/v1/' + what)));
      const began = performance.now();
      showSupervisor(own);
      showChildren(children);
      showExits(exits);
      showOrphans(orphans);
      if (!seeded) { seeded = true; seed(); }
      document.documentElement.dataset.scriptMs = (performance.now() - began).toFixed(1);
      document.documentElement.dataset.beats = ++beats;
      for (const row of rows.values()) if (row.detail) refresh(row);
      document.documentElement.classList.remove('stale');
      live('live', '');
    } catch (lost) {
      document.documentElement.classList.add('stale');
      live('no answer since ' + clock(new Date()), 'lost');
    } finally {
      asking = false;
      timer = setTimeout(beat, EVERY_MS);
    }
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) live('paused', 'paused'); else beat();
  });

  // ---- hands ----------------------------------------------------------------------------------------------------

  for (const head of table.tHead.querySelectorAll('th')) {
    head.firstChild.addEventListener('click', () => {
      const by = head.dataset.sort;
      sort = {by, down: sort.by === by ? !sort.down : !['name', 'state', 'pid'].includes(by)};
      for (const other of table.tHead.querySelectorAll('th')) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', sort.down ? 'descending' : 'ascending');
      arrange();
    });
  }

  byId('filter').addEventListener('input', arrange);

  function step(by) {
    const shown = [...table.tBodies].filter(body => !body.hidden).map(body => body.querySelector('button'));
    const at = shown.indexOf(document.activeElement);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
    if (next) next.focus();
  }

  document.addEventListener('keydown', event => {
    const typing = event.target === byId('filter');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      if (typing) { byId('filter').value = ''; arrange(); byId('filter').blur(); }
      for (const row of rows.values()) close(row);
    } else if (!typing && event.key === '/') {
      event.preventDefault();
      byId('filter').focus();
    } else if (!typing && (event.key === 'j' || event.key === 'k')) {
      step(event.key === 'j' ? 1 : -1);
    }
  });

  const THEME = 'forkwatch-theme';
  const dark = matchMedia('(prefers-color-scheme: dark)');

  function stored() {
    try { return localStorage.getItem(THEME); } catch (denied) { return null; }
  }

  if (stored()) document.documentElement.dataset.theme = stored();
  byId('theme').addEventListener('click', () => {
    const isDark = (document.documentElement.dataset.theme || (dark.matches ? 'dark' : 'light')) === 'dark';
    document.documentElement.dataset.theme = isDark ? 'light' : 'dark';
    try { localStorage.setItem(THEME, isDark ? 'light' : 'dark'); } catch (denied) { /* For this visit only. */ }
    redrawCharts();
  });
  dark.addEventListener('change', redrawCharts);

  beat();
})();
