using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Rewrite;
using Microsoft.Extensions.FileProviders;
using Taler.Paywall.Testing.Tests.Site;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Every hole that an application was given is found and named.</summary>
public sealed class HoleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_gate_without_a_hole_passes()
    {
        await using var app = await Leaky.OpenAsync(Leaky.IsSold);

        var report = await app.AuditAsync(Targets);

        Assert.True(report.IsTight);
    }

    [Fact]
    public Task No_paywall_at_all() => FindAsync("the plain request", _ => false);

    [Fact]
    public Task Static_files_in_front_of_the_gate() => FindAsync("the plain request", Leaky.IsSold, before: app => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(Folder()),
        ServeUnknownFileTypes = true,
    }));

    [Fact]
    public Task A_gate_that_minds_letter_case() => FindAsync("capitals", context => context.Request.Path.StartsWithSegments(Leaky.Path, StringComparison.Ordinal));

    [Fact]
    public Task A_gate_that_compares_the_exact_text() => FindAsync("a trailing slash", context => context.Request.Path.Value == Leaky.Path);

    [Fact]
    public Task A_gate_on_get_alone() => FindAsync("method POST", context => Leaky.IsSold(context) && context.Request.Method == "GET");

    [Fact]
    public Task A_gate_that_minds_the_case_of_the_method() => FindAsync("method get", context => Leaky.IsSold(context) && !context.Request.Method.Any(char.IsAsciiLetterLower));

    [Fact]
    public Task A_head_that_tells_the_length() => FindAsync("method HEAD", context => Leaky.IsSold(context) && context.Request.Method != "HEAD");

    [Fact]
    public Task A_gate_that_lets_ranges_through() => FindAsync("range: bytes=0-0", context => Leaky.IsSold(context) && context.Request.Headers.Range.Count == 0);

    [Fact]
    public Task A_gate_that_lets_conditions_through() => FindAsync("only if no tag is: *", context => Leaky.IsSold(context) && context.Request.Headers.IfNoneMatch.Count == 0);

    [Fact]
    public Task A_gate_that_takes_any_cookie() => FindAsync("a forged cookie", context => Leaky.IsSold(context) && context.Request.Cookies.Count == 0);

    [Fact]
    public Task A_gate_that_takes_any_preflight() => FindAsync("a preflight", context => Leaky.IsSold(context) && !HttpMethods.IsOptions(context.Request.Method));

    [Fact]
    public Task A_gate_that_believes_the_host() => FindAsync("localhost", context => Leaky.IsSold(context) && context.Request.Host.Host != "localhost");

    [Fact]
    public Task A_gate_that_lets_bots_in() => FindAsync("user agent: Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", context => Leaky.IsSold(context) && !context.Request.Headers.UserAgent.ToString().Contains("Googlebot"));

    [Fact]
    public Task A_rewriter_after_the_gate() => FindAsync("the root, X-Original-URL with the target", Leaky.IsSold, after: app => app.Use((context, next) =>
    {
        if (context.Request.Headers["X-Original-URL"] is [{ } path])
            context.Request.Path = path;
        return next(context);
    }));

    [Fact]
    public Task A_rewriter_that_cuts_a_prefix() => FindAsync(
        "below /app",
        context => context.Request.Path.StartsWithSegments(Leaky.Path),
        after: app => app.UseRewriter(new RewriteOptions().AddRewrite("^app/(.*)", "$1", skipRemainingRules: true)));

    [Fact]
    public Task Somebody_who_decodes_again_after_the_gate() => FindAsync(
        "the last letter encoded twice",
        context => context.Request.Path.Value!.Contains("kiss", StringComparison.OrdinalIgnoreCase),
        after: app => app.Use((context, next) =>
        {
            context.Request.Path = new PathString(Uri.UnescapeDataString(context.Request.Path.Value!));
            return next(context);
        }));

    [Fact]
    public Task An_overridden_method_after_the_gate() => FindAsync(
        "POST, X-HTTP-Method-Override GET",
        context => Leaky.IsSold(context) && !HttpMethods.IsPost(context.Request.Method),
        after: app => app.UseHttpMethodOverride());

    [Fact]
    public Task A_web_socket_that_is_accepted_before_the_gate() => FindAsync("a WebSocket", Leaky.IsSold, before: Accepting);

    [Fact]
    public Task A_web_socket_over_http_2_that_is_accepted_before_the_gate() => FindAsync("an extended CONNECT for websocket", Leaky.IsSold, before: Accepting);

    [Theory]
    [InlineData("/reports/q1.txt.gz", "a compressed copy")]
    [InlineData("/reports/q1.txt.br", "a copy compressed by Brotli")]
    public async Task A_packed_copy_beside_a_file(string copy, string expected)
    {
        Pack(copy);
        await using var app = await Leaky.OpenAsync(context => context.Request.Path == "/reports/q1.txt", after: app => app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Folder()),
            ServeUnknownFileTypes = true,
        }));

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(options => options.Sold.Add("/reports/q1.txt", Shop.Sold)));

        Assert.Contains(found.Report.Leaks, leak => leak.Case == expected && leak.Reason == "the marker stands in the body");
    }

    [Fact]
    public async Task A_free_page_that_is_gated_is_no_leak_and_is_told_in_few_words()
    {
        await using var app = await Leaky.OpenAsync(context => Leaky.IsSold(context) || context.Request.Path.StartsWithSegments("/free"));

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(Targets));

        Assert.Empty(found.Report.Leaks);
        Assert.Equal(["the plain request", "the plain request of a page", "the plain request of a program"], found.Report.Held.Select(held => held.Case).Distinct());
        Assert.Equal(6, found.Report.Held.Count);
        Assert.StartsWith("The paywall holds what is free. Free targets held: 1.", found.Message);
        Assert.Contains("- held: /free, the plain request, HTTP/1.1: GET /free", found.Message);
    }

    [Fact]
    public async Task A_free_page_that_is_gated_in_capitals()
    {
        await using var app = await Leaky.OpenAsync(context => Leaky.IsSold(context) || context.Request.Path.Value == "/FREE");

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(Targets));

        Assert.Empty(found.Report.Leaks);
        Assert.Contains(found.Report.Held, held => held is { Target: "/free", Case: "capitals" });
    }

    [Fact]
    public async Task A_sold_asset_that_is_served_as_a_static_file_too()
    {
        await using var app = await Listening.StartAsync(
            builder => Shop.AddPaywall(builder.Services),
            app =>
            {
                app.UseTalerPaywall();
                app.UseStaticFiles();
                app.MapStaticAssets(RoutingFirst.Assets).RequireTalerPayment("KUDOS:1");
            },
            Shop.Files);

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(options => options.Sold.Add("/assets/kiss.txt", Shop.Sold)));

        Assert.Contains(found.Report.Leaks, leak => leak.Case == "a doubled slash for slash 1" && leak.Request.StartsWith("GET //assets/kiss.txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_output_cache_in_front_of_the_gate()
    {
        await using var app = await Leaky.OpenAsync(context => Leaky.IsSold(context) && context.Request.Headers["X-Paid"].Count == 0, before: app => app.UseOutputCache());
        using var http = new HttpClient { BaseAddress = app.Http1 };
        using var paid = new HttpRequestMessage(HttpMethod.Get, Leaky.Path) { Headers = { { "X-Paid", "1" }, { "Host", "localhost" } } };
        using var answer = await http.SendAsync(paid);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(Targets));

        Assert.Contains(found.Report.Leaks, leak => leak is { Case: "localhost", Protocol: "HTTP/1.1" });
    }

    private static void Targets(PaywallAuditOptions options)
    {
        options.Sold.Add(Leaky.Path, Shop.Sold);
        options.Free.Add("/free");
    }

    private static void Accepting(WebApplication app) => app.UseWebSockets().Use(async (context, next) =>
    {
        if (context.WebSockets.IsWebSocketRequest && context.Request.Path == Leaky.Path)
            (await context.WebSockets.AcceptWebSocketAsync()).Dispose();
        else
            await next(context);
    });

    private static string Folder()
    {
        var file = new FileInfo(Path.Combine(AppContext.BaseDirectory, "leaky-files", "essays", "kiss"));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, Shop.Sold);
        return file.Directory.Parent!.FullName;
    }

    private static void Pack(string copy)
    {
        var file = new FileInfo(Folder() + copy);
        file.Directory!.Create();
        using var stream = file.Create();
        using Stream packed = file.Extension == ".gz" ? new GZipStream(stream, CompressionLevel.Optimal) : new BrotliStream(stream, CompressionLevel.Optimal);
        packed.Write(Encoding.UTF8.GetBytes(Shop.Sold));
    }

    private async Task FindAsync(string expected, Func<HttpContext, bool> isGated, Action<WebApplication>? before = null, Action<WebApplication>? after = null)
    {
        await using var app = await Leaky.OpenAsync(isGated, before, after);

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(Targets));

        output.WriteLine(string.Join('\n', found.Report.Leaks.Take(5)));
        Assert.Contains(found.Report.Leaks, leak => leak.Case == expected);
        Assert.Empty(found.Report.Failures);
    }
}
