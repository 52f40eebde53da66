using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Paywall.Testing.Tests.Site;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Applications of one page answer every path alike. That is no leak, and hides none.</summary>
public sealed class ShellTests
{
    private const string Shell = "<!doctype html><title>Shop</title><div id=app></div><script src=app.js></script>";

    [Fact]
    public async Task A_page_for_every_path_is_no_leak()
    {
        await using var app = await OpenAsync(context => Uri.UnescapeDataString(context.Request.Path.Value!).Contains("bread", StringComparison.OrdinalIgnoreCase));

        var report = await app.AuditAsync(options => options.Sold.Add("/essays/bread"));

        Assert.True(report.IsTight);
    }

    [Fact]
    public async Task Content_that_differs_from_the_page_for_every_path_is_a_leak()
    {
        await using var app = await OpenAsync(context => context.Request.Path.StartsWithSegments("/essays/bread", StringComparison.Ordinal));

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(options => options.Sold.Add("/essays/bread")));

        Assert.Contains("/essays/bread, capitals, HTTP/1.1: GET /ESSAYS/BREAD [Sec-Fetch-Dest: image] -> 200: it was served, and a path that does not exist is answered otherwise", found.Message);
        Assert.All(found.Report.Leaks, leak => Assert.NotEqual("a trailing NUL", leak.Case));
    }

    private static Task<Listening> OpenAsync(Func<HttpContext, bool> isGated) => Listening.StartAsync(builder => builder.Services.AddRouting(), app =>
    {
        app.Use((context, next) => isGated(context) ? Shop.AskToPay(context) : next(context));
        app.UseRouting();
        app.Map("/essays/bread", () => Shop.Sold);
        app.MapFallback(() => Results.Content(Shell, "text/html"));
    });
}
