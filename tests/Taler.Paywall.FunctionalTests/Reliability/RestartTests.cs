using System.Net;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>The backend dies, and comes back without its memory.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private const string Page = "/essays/maps";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OutageGrace = TimeSpan.FromHours(1);

    /// <summary>For which a backend that could not tell is not asked again about a payment.</summary>
    private static readonly TimeSpan PauseInOutage = TimeSpan.FromSeconds(10);

    private SandboxProcess _backend = null!;
    private Shop _shop = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _backend = await SandboxFixture.StartToComeBackAsync();
        _shop = await Shop.OpenAsync(Shop.Settings(_backend.BaseUrl));
        _visitor = new Visitor(_shop, _backend.Control);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _shop.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task A_new_visitor_comes_back_and_buys()
    {
        await DieAsync();
        await _visitor.ExpectAsync(HttpStatusCode.ServiceUnavailable, Page);
        await _backend.ComeBackAsync();

        await BuyAsync();

        Assert.Equal(1, await OrdersAsync());
        ExpectOneLine();
    }

    [Fact]
    public async Task A_visitor_with_an_unpaid_order_gets_another_one()
    {
        await _visitor.ExpectAsync(HttpStatusCode.Found, Page);
        await DieAsync();
        await _visitor.ExpectAsync(HttpStatusCode.ServiceUnavailable, Page);
        await _backend.ComeBackAsync();

        await BuyAsync();

        Assert.Equal(1, await OrdersAsync());
        ExpectOneLine();
    }

    [Fact]
    public async Task A_visitor_who_paid_reads_on_for_the_grace_and_is_then_asked_to_pay()
    {
        await BuyAsync();
        await DieAsync();
        await ReadAsync();
        _shop.Clock.Advance(Lifetime);
        await ReadAsync();
        ExpectOneLine();
        await _backend.ComeBackAsync();
        _shop.ExpectLog(line => line.Event == "PaidOrderLost");
        _shop.Clock.Advance(PauseInOutage);
        await ReadAsync();
        Assert.Equal(0, await OrdersAsync());

        _shop.ExpectLog(line => line.Event == "OutageGraceEnded");
        _shop.Clock.Advance(OutageGrace);

        await BuyAsync();
        Assert.Equal(1, await OrdersAsync());
    }

    private async Task DieAsync()
    {
        _shop.ExpectLog(line => line.Event == "BackendUnavailable");
        await _backend.KillAsync();
    }

    private async Task BuyAsync()
    {
        Assert.Equal("paid", (await _visitor.BuyAsync(Page)).Outcome);
        await ReadAsync();
    }

    private async Task ReadAsync() => Assert.StartsWith(Shop.Paid, await _visitor.ReadAsync(Page), StringComparison.Ordinal);

    private void ExpectOneLine() => Assert.Single(_shop.Logs.Lines, line => line.Level >= LogLevel.Warning);

    private Task<int> OrdersAsync() => SandboxFixture.CountOrdersAsync(_backend.BaseUrl, new Uri(_shop.BaseAddress, Page));
}
