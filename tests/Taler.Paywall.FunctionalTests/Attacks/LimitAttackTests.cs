using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Taler.Paywall.FunctionalTests.Clients;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Attacks on the backend through what a shop refuses, and on purchases that moved between devices.</summary>
public sealed class LimitAttackTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");

    public async ValueTask InitializeAsync()
    {
        await sandbox.Control.ClearFaultsAsync();
        await sandbox.Control.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync() => await sandbox.Control.ClearFaultsAsync();

    [Theory]
    [InlineData("%C3%A4", 1100)]
    [InlineData("%25", 2400)]
    [InlineData("a", 7800)]
    public async Task Long_addresses_do_not_open_the_circuit(string letter, int length)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderLimits:PerClientPerMinute"] = "1";
        await using var shop = await Shop.OpenAsync(settings);
        shop.AllowLog(line => line.Event == "BackendRefused");
        using var attacker = new Browser(shop.BaseAddress);
        (await attacker.OpenAsync(_essay)).Dispose();

        for (var i = 0; i < 12; i++)
        {
            using var refused = await attacker.OpenAsync("/essays/" + i.ToString(CultureInfo.InvariantCulture) + string.Concat(Enumerable.Repeat(letter, length)));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        Assert.DoesNotContain(shop.Logs.Lines, line => line.Event == "CircuitOpened");
    }

    [Fact]
    public async Task A_refused_request_costs_the_backend_two_questions_and_that_of_a_newcomer_none()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderLimits:PerClientPerMinute"] = "1";
        await using var shop = await Shop.OpenAsync(settings);
        using var known = new Browser(shop.BaseAddress);
        using (var order = await known.OpenAsync(_essay))
            await sandbox.Control.ClaimAsync("stranger", await Visitor.PayUriAsync(order));
        using var newcomer = new Browser(shop.BaseAddress);
        using var agent = new Agent(shop, sandbox.Control);

        Assert.Equal("", await CallsOfAsync(() => newcomer.OpenAsync(_essay)));
        Assert.Equal("GET GET", await CallsOfAsync(() => known.OpenAsync(_essay + "-other")));
        Assert.Equal("GET GET", await CallsOfAsync(() => known.OpenAsync(_essay)));
        Assert.Equal("GET GET", await CallsOfAsync(() => agent.AskAsync(_essay, (Agent.Key, Agent.NewKey()))));
    }

    [Fact]
    public async Task A_purchase_that_moved_while_the_backend_was_down_is_not_served_twice_once_it_is_back()
    {
        var keys = new EphemeralDataProtectionProvider();
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:PublicBaseUrl"] = "https://shop.example/";
        await using var one = await Shop.OpenAsync(settings, keys: keys);
        one.AllowLog(line => line.Level >= LogLevel.Warning);
        await using var two = await Shop.OpenAsync(settings, keys: keys);
        using var buyer = new Visitor(one, sandbox.Control);
        await buyer.BuyAsync(_essay);
        await buyer.ReadAsync(_essay);
        using var friend = new Visitor(two, sandbox.Control, buyer.Wallet);
        Assert.Equal("replayed", (await friend.BuyAsync(_essay)).Outcome);
        await friend.ReadAsync(_essay);

        one.Clock.Advance(TimeSpan.FromMinutes(6));
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Abort = true, Times = 4 });
        await buyer.ReadAsync(_essay);
        await sandbox.Control.ClearFaultsAsync();
        one.Clock.Advance(TimeSpan.FromSeconds(11));

        await buyer.ExpectAsync(HttpStatusCode.Found, _essay);
    }

    [Fact]
    public async Task A_question_from_the_device_that_lost_a_purchase_does_not_take_it_from_the_one_that_has_it()
    {
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        shop.AllowLog(line => line.Level >= LogLevel.Warning);
        using var laptop = new Visitor(shop, sandbox.Control);
        await laptop.BuyAsync(_essay);
        await laptop.ReadAsync(_essay);
        using var phone = laptop.OnAnotherDevice();
        Assert.Equal("replayed", (await phone.BuyAsync(_essay)).Outcome);
        await phone.ReadAsync(_essay);

        await laptop.ExpectAsync(HttpStatusCode.Found, _essay);
        await sandbox.Control.SetFaultAsync(new SandboxFault("*") { Status = 500, Times = 1000 });

        Assert.StartsWith(Shop.Paid, await phone.ReadAsync(_essay), StringComparison.Ordinal);
    }

    private async Task<string> CallsOfAsync(Func<Task<HttpResponseMessage>> ask)
    {
        await sandbox.Control.ClearRequestsAsync();
        using var answer = await ask();
        Assert.True(answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests, answer.StatusCode.ToString());
        return string.Join(' ', (await sandbox.Control.RequestsAsync()).Select(request => request.Method));
    }
}
