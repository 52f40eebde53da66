using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Who paid reads on, whatever others ask, and a shop stays open when a question fails that may fail.</summary>
public sealed class OutageAttackTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private readonly string _essay = "/essays/" + Guid.NewGuid().ToString("N");

    public async ValueTask InitializeAsync()
    {
        await sandbox.Control.ClearFaultsAsync();
        await sandbox.Control.ClearRequestsAsync();
    }

    public async ValueTask DisposeAsync() => await sandbox.Control.ClearFaultsAsync();

    [Fact]
    public async Task A_question_that_may_fail_closes_the_shop_to_nobody_when_it_does()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderLimits:PerClientPerMinute"] = "1";
        await using var shop = await Shop.OpenAsync(settings);
        shop.AllowLog(line => line.Level >= LogLevel.Warning);
        using var attacker = new Browser(shop.BaseAddress);
        (await attacker.OpenAsync(_essay)).Dispose();
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET sessions/*") { Status = 500, Times = 1000 });

        for (var i = 0; i < 4; i++)
            (await attacker.OpenAsync($"{_essay}-{i}")).Dispose();
        using var newcomer = AnotherClient(shop);
        using var request = new HttpRequestMessage(HttpMethod.Get, _essay);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using var answer = await newcomer.SendAsync(request);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Theory]
    [InlineData("%C3%A4", 1100)]
    [InlineData("%25", 2400)]
    public async Task Long_addresses_are_no_trouble_for_the_operator(string letter, int length)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:OrderLimits:PerClientPerMinute"] = "1";
        await using var shop = await Shop.OpenAsync(settings);
        using var attacker = new Browser(shop.BaseAddress);
        (await attacker.OpenAsync(_essay)).Dispose();

        for (var i = 0; i < 12; i++)
        {
            using var refused = await attacker.OpenAsync("/essays/" + i.ToString(CultureInfo.InvariantCulture) + string.Concat(Enumerable.Repeat(letter, length)));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        Assert.DoesNotContain(shop.Logs.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Who_bought_more_than_his_cookie_holds_reads_all_of_it_in_an_outage()
    {
        const int Bought = 20;
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl));
        shop.AllowLog(line => line.Level >= LogLevel.Warning);
        using var buyer = new Visitor(shop, sandbox.Control);
        for (var i = 0; i < Bought; i++)
        {
            await buyer.BuyAsync($"{_essay}-{i}");
            await buyer.ReadAsync($"{_essay}-{i}");
        }

        await sandbox.Control.SetFaultAsync(new SandboxFault("*") { Status = 500, Times = 1000 });

        for (var i = 0; i < Bought; i++)
            Assert.StartsWith(Shop.Paid, await buyer.ReadAsync($"{_essay}-{i}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_in_the_back_office_closes_the_page_at_once_where_the_backend_is_to_be_asked_at_every_request()
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:PaymentCache:Lifetime"] = "00:00:00";
        await using var shop = await Shop.OpenAsync(settings);
        shop.AllowLog(line => line.Level >= LogLevel.Warning);
        using var visitor = new Visitor(shop, sandbox.Control);
        var bought = await visitor.BuyAsync(_essay);
        await visitor.ReadAsync(_essay);
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Abort = true, Times = 4 });
        await visitor.ReadAsync(_essay);
        await sandbox.Control.ClearFaultsAsync();
        await RefundInBackOfficeAsync(bought.OrderId!);

        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, _essay);
    }

    private async Task RefundInBackOfficeAsync(string orderId)
    {
        using var http = new HttpClient { BaseAddress = sandbox.BaseUrl };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"private/orders/{orderId}/refund")
        {
            Content = new StringContent("""{"refund":"KUDOS:0.5","reason":"back office"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + SandboxFixture.AccessToken);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>A client with another address than all browsers of the tests.</summary>
    private static HttpClient AnotherClient(Shop shop) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = shop.BaseAddress };
}
