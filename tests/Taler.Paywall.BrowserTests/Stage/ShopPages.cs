using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>The pages of the shop: some free, some sold.</summary>
internal static class ShopPages
{
    private const string Logo = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4" width="96" height="64"><path fill="#b35900" d="M0 2a3 2 0 0 1 6 0v2H0z"/></svg>""";

    public static void Map(WebApplication app, ShopLedger ledger)
    {
        app.MapGet("/favicon.ico", () => Results.NoContent());
        app.MapGet("/logo.svg", () => Results.Text(Logo, "image/svg+xml"));
        app.MapGet("/site.css", () => Results.Text("header{border-block-end:4px solid}", "text/css"));
        app.MapGet("/", () => Html("Essays", """<p><a href="/essays/bread">Bread</a></p>"""));
        app.MapGet("/pictures", () => Html("Pictures", """<img src="/essays/bread/oven.svg" alt="An oven">"""));
        app.MapGet("/prefetching", () => Html("Prefetching", "", """<link rel="prefetch" href="/essays/bread">"""));
        app.MapGet("/speculating/{action}", (string action) => Html(
            "Speculating", "", $$"""<script type="speculationrules">{"{{action}}":[{"urls":["/essays/bread"],"eagerness":"immediate"}]}</script>"""));

        app.MapGet("/essays/{slug}", async (string slug, HttpContext context) =>
        {
            await ledger.HandOutAsync(context);
            return Html(slug, $"""<p>{Shop.Paid}: {slug}.</p><img src="/essays/{slug}/oven.svg" alt="An oven">""");
        });
        app.MapGet("/essays/{slug}/oven.svg", async (HttpContext context) =>
        {
            await ledger.HandOutAsync(context);
            return Results.Text("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" width="64" height="64"><path d="M0 0h4v4H0z"/></svg>""", "image/svg+xml");
        });
        app.MapGet("/api/numbers", async (HttpContext context) =>
        {
            await ledger.HandOutAsync(context);
            return Results.Json(new Dictionary<string, string> { ["text"] = Shop.Paid });
        });
    }

    private static IResult Html(string title, string body, string head = "") => Results.Text(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>{head}</head>
        <body><main><h1>{title}</h1>{body}</main></body>
        </html>
        """,
        "text/html; charset=utf-8");
}
