package io.forkwatch.probe.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is shown at one moment, cut to what fits.
 *
 * @param children the answer of {@code /api/v1/children}
 * @param supervisor that of {@code /api/v1/supervisor}
 */
record Screen(JsonObject children, JsonObject supervisor) {
    /**
     * Its lines.
     *
     * @param size how much fits
     * @param foot the last line; absent for none
     */
    List<Line> lines(SortBy sort, boolean down, Size size, Optional<Line> foot) {
        Head head = new Head(children, supervisor);
        List<Line> lines = new ArrayList<>(head.lines());
        lines.add(Line.of(""));
        List<JsonObject> sent = children.objects("children");
        List<Line> table = new Table(sort, down, head.nowSeconds()).lines(sent, size.columns());
        long leftOut = children.count("left_out");
        int room = size.lines() - lines.size() - (foot.isPresent() ? 1 : 0);
        int rows = table.size() - 1 + (leftOut > 0 ? 1 : 0) <= room - 1 ? table.size() - 1 : Math.max(0, room - 2);
        lines.addAll(table.subList(0, Math.min(table.size(), rows + 1)));
        long more = sent.size() - rows + leftOut;
        if (more > 0) {
            String total = "and " + more + " more; the figures above are of all " + children.count("total");
            lines.add(new Line(total, Line.Style.QUIET));
        }
        foot.ifPresent(lines::add);
        return lines.subList(0, Math.min(lines.size(), size.lines())).stream()
                .map(line -> new Line(PlainText.cut(line.text(), size.columns()), line.style()))
                .toList();
    }
}
