using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant.Sandbox;
using Taler.Paywall.Testing.Tests.Site;

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
    public void With_an_option_out_of_range(int connections, int seconds, string pathBase) => Assert.Throws<ArgumentException>(() => PaywallAuditOptions.From(options =>
    {
        options.Connections = connections;
        options.RequestTimeout = TimeSpan.FromSeconds(seconds);
        options.PathBase = pathBase;
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
