using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>A backend that lies, and secrets that must not show.</summary>
public sealed class BackendAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("""{"taler_paywall":{"resource":"\ud800"}}""")]
    [InlineData("""{"taler_paywall":{"\ud800":"x"}}""")]
    [InlineData("""{"\ud800aler_paywal":{}}""")]
    public async Task Half_a_character_in_a_contract_is_no_500(string extra)
    {
        await using var shop = await OpenAsync(null);
        shop.ExpectLog(line => line.Event is "FulfillmentUrlTaken");
        using var browser = new Browser(shop.BaseAddress);
        await Sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*")
        {
            Status = 200,
            ContentType = "application/json",
            Body = $$$"""
                {"order_status":"paid","refunded":false,"order_status_url":"{{{Sandbox.BaseUrl}}}orders/x",
                 "contract_terms":{"summary":"s","amount":"KUDOS:1","extra":{{{extra}}}}}
                """,
            Times = 1,
        });

        using var response = await browser.OpenAsync("/essays/maps");
        await Sandbox.Control.ClearFaultsAsync();

        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Theory]
    [InlineData("https://bücher.example/pay/", "https://bücher.example/pay/orders/x")]
    [InlineData("https://pay.example/", "BASE//evil.example/x")]
    [InlineData("https://pay.example/", "BASEhttps://evil.example/x")]
    [InlineData("https://pay.example/", "BASEjavascript:alert(1)")]
    [InlineData("https://pay.example/", "https://pay.example@evil.example/x")]
    [InlineData("https://pay.example/", "https://user:pw@pay.example/x")]
    [InlineData("https://pay.example/", "https://pay.example/x\\r\\nX-Evil:1")]
    public async Task A_backend_that_lies_about_the_order_status_url_sends_nobody_elsewhere(string publicBaseUrl, string lie)
    {
        var settings = Shop.Settings(Sandbox.BaseUrl);
        settings["TalerPaywall:Merchant:PublicBaseUrl"] = publicBaseUrl;
        var url = lie.Replace("BASE", Sandbox.BaseUrl.AbsoluteUri, StringComparison.Ordinal);
        await using var shop = await Shop.OpenAsync(
            settings,
            builder => builder.Services.AddHttpClient(TalerMerchantDefaults.HttpClientName).AddHttpMessageHandler(() => new Liar(url)));
        shop.AllowLog(line => line.Event == "BackendUnavailable");
        using var browser = new Browser(shop.BaseAddress);

        using var response = await browser.OpenAsync("/essays/maps");

        Assert.True(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Found, response.StatusCode.ToString());
        if (response.Headers.Location is { } location)
            Assert.Equal(new Uri(publicBaseUrl).IdnHost, location.IdnHost);
        Assert.DoesNotContain(shop.Logs.Lines, line => line.Message.Contains("user:pw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_log_activity_or_page_of_ours_shows_a_secret()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue(activity.Source.Name + " " + activity.DisplayName + " " + string.Join(' ', activity.TagObjects)),
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var shop = await Shop.OpenAsync(Shop.Settings(Sandbox.BaseUrl), builder => builder.Logging.SetMinimumLevel(LogLevel.Trace));
        shop.ExpectLog(line => line.Event == "BackendRefused");
        using var visitor = new Visitor(shop, Sandbox.Control);
        using var first = await visitor.Browser.OpenAsync("/essays/maps");
        var session = Find(first.Headers.Location!.Query, "session_id=([^&]*)").Groups[1].Value;
        var bought = await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "test");
        using var refunded = await visitor.Browser.OpenAsync("/essays/maps");
        await Sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Status = 400, Body = "{}", ContentType = "application/json" });
        using var trouble = await visitor.Browser.OpenAsync("/essays/other");
        await Sandbox.Control.ClearFaultsAsync();

        var all = string.Join('\n', shop.Logs.Lines) + string.Join('\n', seen);
        Assert.NotEmpty(session);
        foreach (var secret in new[] { session, visitor.Browser.PaywallCookie!, SandboxFixture.AccessToken })
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hint_that_repeats_the_token_without_its_prefix_is_not_logged()
    {
        await using var shop = await OpenAsync(null);
        shop.ExpectLog(line => line.Event == "BackendRefused");
        var token = SandboxFixture.AccessToken["secret-token:".Length..];
        using var browser = new Browser(shop.BaseAddress);
        await Sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Status = 401, ContentType = "application/json", Body = $$"""{"code":41,"hint":"token '{{token}}' unknown"}""" });

        using var response = await browser.OpenAsync("/essays/maps");
        await Sandbox.Control.ClearFaultsAsync();

        Assert.DoesNotContain(shop.Logs.Lines, line => line.Message.Contains(token, StringComparison.Ordinal));
    }

    /// <summary>A backend whose unpaid orders have another address.</summary>
    private sealed class Liar(string url) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            body = Regex.Replace(body, "\"order_status_url\": ?\"[^\"]*\"", _ => "\"order_status_url\":\"" + url + "\"", RegexOptions.None, TimeSpan.FromSeconds(1));
            response.Content = new StringContent(body, Encoding.UTF8, "application/json");
            return response;
        }
    }
}
