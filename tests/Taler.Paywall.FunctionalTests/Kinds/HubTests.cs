using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests.Kinds;

/// <summary>A SignalR hub is sold as a whole: the negotiation and the connection.</summary>
public sealed class HubTests(SandboxFixture sandbox) : KindTests(sandbox), IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("/hub/negotiate?negotiateVersion=1", false)]
    [InlineData("/hub?id=none", true)]
    public async Task A_hub_is_closed_to_those_who_did_not_pay(string path, bool upgrade)
    {
        await using var shop = await OpenHubAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);

        using var response = upgrade
            ? await UpgradeAsync(visitor.Browser, path)
            : await visitor.Browser.SendAsync(HttpMethod.Post, path);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_hub_negotiates_with_those_who_paid()
    {
        await using var shop = await OpenHubAsync();
        using var visitor = new Visitor(shop, Sandbox.Control);
        const string Negotiate = "/hub/negotiate?negotiateVersion=1";
        using var refused = await visitor.Browser.SendAsync(HttpMethod.Post, Negotiate);
        await Sandbox.Control.PayAsync(visitor.Wallet, (await Problem.ReadAsync(refused)).TalerPayUri!);

        using var response = await visitor.Browser.SendAsync(HttpMethod.Post, Negotiate);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("connectionToken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> UpgradeAsync(Browser browser, string path) => browser.SendAsync(HttpMethod.Get, path, request =>
    {
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.Add("Sec-Fetch-Mode", "websocket");
    });

    private Task<Shop> OpenHubAsync() => OpenAsync(
        app => app.MapHub<NewsHub>("/hub").RequireTalerPayment("KUDOS:3"),
        builder => builder.Services.AddSignalR());

    private sealed class NewsHub : Hub;
}
