// Draws what stands in the page as JSON. All that it says is there without it: tables and words.
(() => {
    "use strict";
    const root = document.documentElement;
    root.classList.add("scripted");
    const figures = [...document.querySelectorAll("figure[data-plot]")];
    const drawn = new Map();
    const paper_width = 660; // A4 within its margins
    const colour = name => getComputedStyle(root).getPropertyValue(name).trim();
    const font = () => "12px " + getComputedStyle(document.body).fontFamily;

    const two = number => String(number).padStart(2, "0");
    const clock = seconds => {
        const at = new Date(seconds * 1000);
        return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
    };
    const day = seconds => new Date(seconds * 1000).toLocaleDateString("en-GB", {day: "numeric", month: "short", timeZone: "UTC"});
    const percent = (share, digits = 2) => `${share.toFixed(digits)} %`;
    const milliseconds = ms => ms >= 1000 ? `${+(ms / 1000).toPrecision(3)} s` : `${+ms.toPrecision(3)} ms`;
    // As few digits as tell the marks apart.
    const percents = splits => {
        const step = splits.length > 1 ? splits[1] - splits[0] : 1;
        const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10(step * 100) - 1e-9)));
        return splits.map(share => percent(share * 100, digits));
    };

    const axis = more => ({
        stroke: colour("--soft"),
        font: font(),
        grid: {stroke: colour("--line"), width: 1},
        ticks: {stroke: colour("--line"), width: 1, size: 5},
        ...more,
    });
    const time_axis = () => axis({
        space: 70,
        size: 44,
        values: (plot, splits) => splits.map((at, i) =>
            i === 0 || at % 86400 === 0 ? `${clock(at)}\n${day(at)}` : clock(at)),
    });
    const side_axis = values => axis({size: 68, values: (plot, splits) => values(splits)});
    const line = (name, more) => ({stroke: colour(name), width: 2, points: {size: 5}, ...more});
    const hidden = {stroke: "transparent", width: 0, points: {show: false}};

    // What stands under the pointer, in words below the plot.
    const reading = (figure, words) => ({
        setCursor: [plot => {
            const at = plot.cursor.idx;
            figure.querySelector(".readout").textContent = at == null ? "" : words(at);
        }],
    });

    const kinds = {
        match(data, figure) {
            const known = shares => shares.filter(share => share !== null);
            const least = Math.min(...known(data.rate), data.bar);
            // Noise may be all of it; then a plot that reached down to it would show nothing else.
            const agreed = Math.min(...known(data.agreement));
            const near = 1 - agreed < 6 * (1 - least);
            const from = Math.max(0, 1 - 1.15 * Math.max(1 - (near ? Math.min(least, agreed) : least), 1e-5));
            figure.querySelector(".agree small")?.remove();
            if (!near && Number.isFinite(agreed))
                figure.querySelector(".agree").insertAdjacentHTML("beforeend", "<small> (below what is shown)</small>");
            const bar = data.at.map(() => data.bar);
            return {
                data: [data.at, data.rate, data.low, data.high, data.agreement, bar],
                scales: {y: {range: () => [from, 1]}},
                axes: [time_axis(), side_axis(percents)],
                series: [
                    {},
                    line("--modern"),
                    hidden,
                    hidden,
                    line("--soft", {width: 1.5, dash: [2, 4], points: {show: false}}),
                    line("--bar", {width: 1.5, dash: [8, 5], points: {show: false}}),
                ],
                bands: [{series: [3, 2], fill: colour("--range")}],
                hooks: reading(figure, i => data.rate[i] === null
                    ? `${day(data.at[i])} ${clock(data.at[i])} UTC: nothing compared`
                    : `${day(data.at[i])} ${clock(data.at[i])} UTC: ${percent(data.rate[i] * 100)}, between ` +
                      `${percent(data.low[i] * 100)} and ${percent(data.high[i] * 100)}, ${data.compared[i]} compared`),
            };
        },
        share(data, figure) {
            const joined = uPlot.join([[data.changed, data.configured], [data.at, data.observed]]);
            const marks = plot => {
                const {ctx, bbox} = plot;
                ctx.save();
                ctx.strokeStyle = ctx.fillStyle = colour("--soft");
                ctx.lineWidth = devicePixelRatio;
                ctx.font = `${11 * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
                ctx.textAlign = "center";
                let last = -Infinity;
                data.flips.forEach((at, i) => {
                    const x = plot.valToPos(at, "x", true);
                    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
                    ctx.beginPath();
                    ctx.moveTo(x, bbox.top);
                    ctx.lineTo(x, bbox.top + bbox.height);
                    ctx.stroke();
                    if (x - last < 14 * devicePixelRatio) return; // its number would stand on the one before
                    ctx.fillText(String(i + 1), x, bbox.top - 5 * devicePixelRatio);
                    last = x;
                });
                ctx.restore();
            };
            return {
                data: joined,
                padding: [20, 24, 0, 0],
                scales: {x: {range: () => [data.since, data.until]}, y: {range: () => [0, 100]}},
                axes: [time_axis(), side_axis(splits => splits.map(share => percent(share, 0)))],
                series: [
                    {},
                    line("--soft", {dash: [8, 5], paths: uPlot.paths.stepped({align: 1}), points: {show: false}}),
                    line("--modern"),
                ],
                hooks: {
                    draw: [marks],
                    ...reading(figure, i => {
                        const held = data.configured[data.changed.findLastIndex(at => at <= joined[0][i])];
                        const observed = joined[2][i];
                        return `${day(joined[0][i])} ${clock(joined[0][i])} UTC: configured ${percent(held ?? 0, 1)}` +
                            (observed == null ? "" : `, observed ${percent(observed, 1)}`);
                    }),
                },
            };
        },
        latency(data, figure) {
            const joined = uPlot.join([data.legacy, data.modern]);
            const marks = (plot, index, least, most) => {
                const decades = Math.log10(most / least);
                const room = plot.width / 70 / Math.max(decades, 0.1);
                const digits = room >= 3 ? [1, 2, 5] : room >= 2 ? [1, 3] : [1];
                const all = [];
                for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); ++power)
                    for (const digit of digits)
                        all.push(+(digit * 10 ** power).toPrecision(1));
                return all.filter(ms => ms >= least && ms <= most);
            };
            const x = joined[0];
            return {
                data: joined,
                scales: {
                    x: {time: false, distr: 3, range: () => [x[0] * 0.9, x[x.length - 1] * 1.1]},
                    y: {range: () => [0, 1]},
                },
                axes: [
                    axis({size: 30, splits: marks, filter: (plot, splits) => splits, values: (plot, splits) => splits.map(milliseconds)}),
                    side_axis(percents),
                ],
                series: [
                    {},
                    line("--legacy", {dash: [8, 5], spanGaps: true, points: {show: false}}),
                    line("--modern", {spanGaps: true, points: {show: false}}),
                ],
                hooks: reading(figure, i => {
                    const within = (share, side) => share == null ? "" : `, ${side} ${percent(share * 100, 1)}`;
                    return `within ${milliseconds(x[i])}${within(joined[1][i], "legacy")}${within(joined[2][i], "modern")}`;
                }),
            };
        },
    };

    const draw = (figure, width) => {
        const holder = figure.querySelector(".drawing");
        drawn.get(figure)?.destroy();
        const {data, ...options} = kinds[figure.dataset.plot](
            JSON.parse(figure.querySelector("script").textContent), figure);
        drawn.set(figure, new uPlot({
            width: width || holder.clientWidth,
            height: 240,
            padding: [12, 24, 0, 0],
            legend: {show: false},
            cursor: {y: false, points: {size: 7}},
            tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
            ...options,
        }, data, holder));
    };
    const draw_all = width => figures.forEach(figure => draw(figure, width));

    draw_all();
    const resized = new ResizeObserver(entries => {
        if (root.classList.contains("paper")) return;
        for (const {target} of entries) {
            const plot = drawn.get(target.closest("figure"));
            if (target.clientWidth && plot.width !== target.clientWidth)
                plot.setSize({width: target.clientWidth, height: plot.height});
        }
    });
    figures.forEach(figure => resized.observe(figure.querySelector(".drawing")));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw_all());

    // On paper it is light, and nothing is folded away.
    let opened = [];
    addEventListener("beforeprint", () => {
        root.classList.add("paper");
        opened = [...document.querySelectorAll("details:not([open])")];
        opened.forEach(details => { details.open = true; });
        draw_all(paper_width);
    });
    addEventListener("afterprint", () => {
        root.classList.remove("paper");
        opened.forEach(details => { details.open = false; });
        draw_all();
    });
})();
