# A scrape of many series, against the plain use of the client library.

part_scrape() {
    say '10,000 series over HTTP, both servers in one JVM and in turns; medians (p10..p90) of what their threads take.'
    bench part.Scrape
}
