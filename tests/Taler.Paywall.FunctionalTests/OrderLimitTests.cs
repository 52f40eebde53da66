using System.Globalization;
using System.Net;
using Taler.Paywall.FunctionalTests.Clients;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

public sealed class OrderLimitTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Essay = "/essays/bread";

    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await OpenAsync(ordersOfClient: 1);
        await sandbox.Control.ClearRequestsAsync();
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Beyond_the_limit_a_person_gets_a_page_and_a_program_a_problem_and_no_order_is_made()
    {
        using var first = new Visitor(_shop, sandbox.Control);
        await first.ExpectAsync(HttpStatusCode.Found, Essay);
        await sandbox.Control.ClearRequestsAsync();

        using var browser = new Browser(_shop.BaseAddress);
        using var page = await browser.OpenAsync(Essay);
        using var program = new Browser(_shop.BaseAddress);
        using var refused = await program.FetchAsync(Essay);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("nothing was charged", await page.Content.ReadAsStringAsync());
        Assert.InRange(page.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.EndsWith("#order-limit", (await Problem.ReadAsync(refused)).Type);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.All([page, refused], answer => Assert.Null(answer.Headers.TransferEncodingChunked));
        Assert.Contains("OrderLimits:PerClientPerMinute", Assert.Single(_shop.Logs.Lines, line => line.Event == "OrderRefused").Message);
        Assert.Equal("", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task Who_is_refused_on_a_first_visit_gets_no_cookie_and_who_had_one_keeps_his_session()
    {
        using var known = new Browser(_shop.BaseAddress);
        using var order = await known.OpenAsync(Essay);
        using var stranger = new Browser(_shop.BaseAddress);

        using var refused = await stranger.OpenAsync(Essay);
        using var another = await known.OpenAsync("/essays/maps");
        using var again = await known.OpenAsync(Essay);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Null(stranger.PaywallCookie);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, another.StatusCode);
        Assert.Equal(order.Headers.Location, again.Headers.Location);
    }

    [Fact]
    public async Task Who_has_an_order_buys_and_reads_while_new_visitors_are_refused()
    {
        using var buyer = new Visitor(_shop, sandbox.Control);
        await buyer.BuyAsync(Essay);
        using var late = new Visitor(_shop, sandbox.Control);
        await late.ExpectAsync(HttpStatusCode.ServiceUnavailable, Essay);

        Assert.StartsWith(Shop.Paid, await buyer.ReadAsync(Essay));
        _shop.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.StartsWith(Shop.Paid, await buyer.ReadAsync(Essay));
    }

    [Fact]
    public async Task Who_bought_more_than_his_cookie_holds_reads_all_of_it_beyond_the_limit()
    {
        const int Bought = 20;
        await using var shop = await OpenAsync(ordersOfClient: Bought);
        using var buyer = new Visitor(shop, sandbox.Control);
        for (var i = 0; i < Bought; i++)
            await buyer.BuyAsync($"/essays/number-{i}");

        for (var i = 0; i < Bought; i++)
            Assert.StartsWith(Shop.Paid, await buyer.ReadAsync($"/essays/number-{i}"));
        await buyer.ExpectAsync(HttpStatusCode.ServiceUnavailable, "/essays/one-more");
    }

    [Fact]
    public async Task Who_proves_an_older_purchase_on_a_new_device_reads_it_beyond_the_limit()
    {
        await using var shop = await OpenAsync(ordersOfClient: 2);
        using var buyer = new Visitor(shop, sandbox.Control);
        await buyer.BuyAsync(Essay);
        using var device = buyer.OnAnotherDevice();

        Assert.Equal("replayed", (await device.BuyAsync(Essay)).Outcome);

        Assert.StartsWith(Shop.Paid, await device.ReadAsync(Essay));
        Assert.StartsWith(Shop.Paid, await device.ReadAsync(Essay));
    }

    [Fact]
    public async Task A_key_whose_second_order_is_paid_opens_the_page_beyond_the_limit()
    {
        await using var shop = await OpenAsync(ordersOfClient: 2);
        using var agent = new Agent(shop, sandbox.Control);
        var key = (Agent.Key, Agent.NewKey());
        using (var first = await agent.AskAsync(Essay, key))
            await sandbox.Control.ClaimAsync("stranger", (await Problem.ReadAsync(first)).TalerPayUri!);
        using (var second = await agent.AskAsync(Essay, key))
            await agent.PayAsync(second);

        shop.Clock.Advance(TimeSpan.FromHours(2));
        using var paid = await agent.AskAsync(Essay, key);

        Assert.StartsWith(Shop.Paid, await paid.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_cookie_without_room_for_a_second_order_that_is_paid_opens_its_page_beyond_the_limit()
    {
        const int Others = 20;
        await using var shop = await OpenAsync(ordersOfClient: 2 + Others);
        using var buyer = new Visitor(shop, sandbox.Control);
        using (var first = await buyer.Browser.OpenAsync(Essay))
            await sandbox.Control.ClaimAsync("stranger", await Visitor.PayUriAsync(first));
        (await buyer.Browser.OpenAsync(Essay)).Dispose();
        Assert.Equal("paid", (await buyer.BuyAsync(Essay)).Outcome);
        for (var i = 0; i < Others; i++)
            await buyer.BuyAsync($"/essays/number-{i}");

        Assert.StartsWith(Shop.Paid, await buyer.ReadAsync(Essay));
    }

    [Fact]
    public async Task A_session_that_has_paid_nothing_for_the_page_is_refused_beyond_the_limit_and_makes_no_order()
    {
        await using var shop = await OpenAsync(ordersOfClient: 1);
        using var visitor = new Visitor(shop, sandbox.Control);
        using (var first = await visitor.Browser.OpenAsync(Essay))
            await sandbox.Control.ClaimAsync("stranger", await Visitor.PayUriAsync(first));
        await sandbox.Control.ClearRequestsAsync();

        await visitor.ExpectAsync(HttpStatusCode.ServiceUnavailable, Essay);

        Assert.Equal("GET", await sandbox.CallsAsync());
    }

    [Fact]
    public async Task Where_nobody_can_tell_what_a_session_paid_it_is_not_refused_for_the_limit()
    {
        await using var shop = await OpenAsync(ordersOfClient: 1);
        using var visitor = new Visitor(shop, sandbox.Control);
        using (var first = await visitor.Browser.OpenAsync(Essay))
            await sandbox.Control.ClaimAsync("stranger", await Visitor.PayUriAsync(first));
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET sessions/*") { Status = 500, Times = 10 });
        shop.ExpectLog(line => line.Event == "BackendUnavailable");

        using var refused = await visitor.Browser.FetchAsync(Essay);

        await sandbox.Control.ClearFaultsAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.EndsWith("backend-unavailable", (await Problem.ReadAsync(refused)).Type);
    }

    [Fact]
    public async Task Requests_that_buy_nothing_are_not_counted()
    {
        using var browser = new Browser(_shop.BaseAddress);
        for (var i = 0; i < 5; i++)
        {
            using var head = await browser.SendAsync(HttpMethod.Head, Essay);
            Assert.Equal(HttpStatusCode.PaymentRequired, head.StatusCode);
        }

        using var visitor = new Visitor(_shop, sandbox.Control);
        await visitor.ExpectAsync(HttpStatusCode.Found, Essay);
    }

    private Task<Shop> OpenAsync(int ordersOfClient)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderLimits:PerClientPerMinute"] = ordersOfClient.ToString(CultureInfo.InvariantCulture);
        return Shop.OpenAsync(settings);
    }
}
