using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant.Sandbox;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Running;
using Taler.Paywall.Testing.Tests.Site;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests;

/// <summary>An audit that could not have found anything fails and says why.</summary>
public sealed class NothingTestedTests
{
    [Fact]
    public Task Without_a_sold_target() => FailsAsync("No sold target was named", _ => { });

    [Fact]
    public Task With_an_example_that_does_not_exist() => FailsAsync("/premium/nothing: a buyer gets 404", options => options.Sold.Add("/premium/nothing"));

    [Fact]
    public Task With_an_example_that_does_not_exist_and_a_marker() => FailsAsync("/premium/nothing: a buyer gets 404", options => options.Sold.Add("/premium/nothing", Shop.Sold));

    [Fact]
    public Task With_a_marker_that_is_not_there() => FailsAsync("the marker does not stand in what a buyer gets", options => options.Sold.Add("/premium/page", "misspelt"));

    [Fact]
    public Task With_content_that_is_also_free() => FailsAsync("a buyer gets nothing that is not also given free", options => options.Sold.Add("/premium/same"));

    [Fact]
    public Task With_a_free_example_that_does_not_exist() => FailsAsync("/nothing: the plain request is answered with 404", options => options.Sold.Add("/premium/page", Shop.Sold), "/nothing");

    [Theory]
    [InlineData(307, "https://shop.example/a", "and not with 307 to https://shop.example/a. Something else stands before it.")]
    [InlineData(302, "/login?ReturnUrl=%2Fa", "and not with 302 to /login. Something else stands before it.")]
    [InlineData(401, null, "and not with 401. Something else stands before it.")]
    [InlineData(402, null, "This 402 has none.")]
    [InlineData(404, null, "it does not exist here: the plain request of a program is answered with 404.")]
    [InlineData(405, null, "it does not exist here: the plain request of a program is answered with 405.")]
    [InlineData(503, null, "503 says that the merchant backend is in trouble")]
    public async Task Where_something_else_than_the_paywall_answers(int status, string? location, string expected)
    {
        await using var app = await Listening.StartAsync(_ => { }, app => app.Run(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        }));

        var failed = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(options => options.Sold.Add("/a", Shop.Sold)));

        Assert.Empty(failed.Report.Leaks);
        Assert.Contains(expected, Assert.Single(failed.Report.Failures));
    }

    [Fact]
    public async Task Where_a_page_leads_elsewhere_than_to_pay()
    {
        await using var app = await Listening.StartAsync(_ => { }, app => app.Run(context =>
        {
            if (context.Request.Headers.Accept != "text/html")
                return Shop.AskToPay(context);
            context.Response.Redirect("https://accounts.example/login");
            return Task.CompletedTask;
        }));

        var failed = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(options => options.Sold.Add("/a", Shop.Sold)));

        Assert.Empty(failed.Report.Leaks);
        Assert.Contains("/a: the plain request of a page must be answered by the paywall", Assert.Single(failed.Report.Failures));
    }

    [Theory]
    [InlineData(Shop.Sold, "/premium/page: nobody bought it, so its marker was not checked, nor that the example exists.")]
    [InlineData(null, "/premium/page: nobody bought it, so what is sold is not known, nor that the example exists.")]
    public async Task Without_a_purchase_the_report_says_what_nobody_checked(string? marker, string expected)
    {
        await using var shop = await OpenAsync();

        var report = await shop.AuditAsync(options => options.Sold.Add("/premium/page", marker));

        Assert.True(report.IsTight);
        Assert.Equal([expected], report.Remarks);
        Assert.Contains("- remark: " + expected, report.ToString());
    }

    [Fact]
    public async Task With_a_sandbox_that_never_answers()
    {
        await using var silent = await Listening.StartAsync(_ => { }, app => app.Run(context =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default)));
        using var buyer = new SandboxBuyer(silent.Http1, TimeSpan.FromMilliseconds(100));
        await using var wire = silent.Door(Wires.Http1, TimeSpan.FromSeconds(10)).Open();
        var asked = new Answer(402, [new Header("taler", "taler://pay/backend.example/1/")], "");

        Assert.False(await buyer.IsSandboxAsync(TestContext.Current.CancellationToken));
        Assert.Null(await buyer.BuyAsync(new AuditTarget("/a", marker: null, "GET", isSold: true), asked, wire, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task With_a_sandbox_that_is_none()
    {
        await using var shop = await OpenAsync();

        var failed = await Assert.ThrowsAsync<PaywallAuditException>(() => shop.AuditAsync(options =>
        {
            options.Sold.Add("/premium/page");
            options.SandboxBaseUrl = shop.Http1;
        }));

        Assert.Contains("/premium/page: it could not be bought", failed.Message);
    }

    [Fact]
    public async Task With_nobody_who_answers()
    {
        var failed = await Assert.ThrowsAsync<PaywallAuditException>(() => PaywallAudit.RunAsync(new Uri("http://127.0.0.1:1/"), options => options.Sold.Add("/a"), TestContext.Current.CancellationToken));

        Assert.Contains("Nobody answers at http://127.0.0.1:1/", failed.Message);
        Assert.Equal(0, failed.Report.Cases);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://127.0.0.1/app/")]
    [InlineData("/app")]
    public async Task With_an_address_that_is_none(string address) => await Assert.ThrowsAsync<ArgumentException>(() =>
        PaywallAudit.RunAsync(new Uri(address, UriKind.RelativeOrAbsolute), options => options.Sold.Add("/a"), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(0, 10, "")]
    [InlineData(65, 10, "")]
    [InlineData(4, 0, "")]
    [InlineData(4, 301, "")]
    [InlineData(4, 10, "app")]
    [InlineData(4, 10, "/app/")]
    [InlineData(4, 10, "", "")]
    [InlineData(4, 10, "", "a=b")]
    public void With_an_option_out_of_range(int connections, int seconds, string pathBase, string? cookieName = null) => Assert.Throws<ArgumentException>(() => PaywallAuditOptions.From(options =>
    {
        options.Connections = connections;
        options.RequestTimeout = TimeSpan.FromSeconds(seconds);
        options.PathBase = pathBase;
        options.CookieName = cookieName;
    }));

    private static async Task FailsAsync(string expected, Action<PaywallAuditOptions> configure, string free = "/")
    {
        await using var shop = await OpenAsync();

        var failed = await Assert.ThrowsAsync<PaywallAuditException>(() => shop.AuditAsync(options =>
        {
            options.SandboxBaseUrl = shop.Services.GetRequiredService<TalerSandbox>().BaseUrl;
            options.Free.Add(free);
            configure(options);
        }));

        Assert.Contains(expected, failed.Message);
        Assert.Empty(failed.Report.Leaks);
    }

    private static Task<Listening> OpenAsync() => Listening.StartAsync(
        builder =>
        {
            builder.Services.AddTalerSandbox();
            builder.Services.AddTalerPaywall(options => options.Resources.Add(new TalerPaywallResource { Pattern = "/premium/{**rest}", Price = "KUDOS:1" }));
        },
        app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/", () => Shop.Free);
            app.MapGet("/premium/page", () => Shop.Sold);
            app.MapGet("/premium/same", () => Shop.Free);
        });
}
