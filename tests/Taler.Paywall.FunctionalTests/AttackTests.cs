using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.TestKit;

#pragma warning disable CA1822 // Actions of controllers are members.

namespace Taler.Paywall.FunctionalTests;

/// <summary>Attacks that got through when the review was made. Each test says what must hold.</summary>
public sealed class AttackTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Navigate = "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";

    [Fact]
    public async Task A_preflight_never_carries_the_content_of_an_endpoint_that_takes_every_method()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.Map("/essays/{slug}", () => Shop.Paid);
            app.Map("/book", () => Shop.Paid).RequireTalerPayment("KUDOS:3");
        });

        foreach (var path in new[] { "/essays/maps", "/book" })
        {
            var answer = await RawAsync(shop, $"OPTIONS {path} HTTP/1.1\r\nHost: shop\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n");
            Assert.False(answer.Contains(Shop.Paid, StringComparison.Ordinal), path + "\n" + answer);
        }
    }

    [Fact]
    public async Task A_preflight_never_carries_the_content_of_a_terminal_middleware()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.Run(context => context.Response.WriteAsync(Shop.Paid));
        });

        var answer = await RawAsync(shop, "OPTIONS /essays/maps HTTP/1.1\r\nHost: shop\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain(Shop.Paid, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://shop/x%2F%2F..%2Fessays/a.txt")]
    [InlineData("http://shop/x%2F%2F%2F..%2F..%2Fessays/a.txt")]
    [InlineData("http://shop/x/y%2F%2F..%2F..%2Fessays/a.txt")]
    [InlineData("http://shop/x%2F..%2Fessays/a.txt")]
    [InlineData("http://shop/essays%2Fa.txt")]
    [InlineData("http://shop/essays%2F%2Fa.txt")]
    [InlineData("http://shop//essays/a.txt")]
    [InlineData("http://shop/essays/./a.txt")]
    [InlineData("http://shop/essays/b/%2e%2e/a.txt")]
    [InlineData("http://shop/essays%2F.%2Fa.txt")]
    [InlineData("http://shop/.%2F%2Fessays%2Fa.txt")]
    [InlineData("http://shop/x%2F.%2F..%2Fessays%2Fa.txt")]
    [InlineData("http://shop/x%2F%2F.%2F..%2Fessays%2Fa.txt")]
    [InlineData("//essays/a.txt")]
    [InlineData("/x//../essays/a.txt")]
    [InlineData("/x//..//essays/a.txt")]
    [InlineData("/x/..%2Fessays/a.txt")]
    [InlineData("/%65ssays/a.txt")]
    [InlineData("/essays/%61.txt")]
    [InlineData("/essays//a.txt")]
    [InlineData("/essays/b/../a.txt")]
    public async Task A_file_is_protected_however_its_path_is_spelt(string target)
    {
        var folder = Directory.CreateTempSubdirectory("attack");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "essays"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "x", "y"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "essays", "a.txt"), Shop.Paid);
        using var files = new PhysicalFileProvider(folder.FullName);
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
        });

        var answer = await RawAsync(shop, $"GET {target} HTTP/1.1\r\nHost: shop\r\n{Navigate}Connection: close\r\n\r\n");

        Assert.False(answer.Contains(Shop.Paid, StringComparison.Ordinal), answer);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Branches_with_one_route_and_two_prices_stop_the_start() => await ExpectRefusedAsync(app =>
    {
        app.Map("/archive", branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(endpoints => endpoints.MapGet("/issue", () => "old").RequireTalerPayment("KUDOS:0.1"));
        });
        app.Map("/today", branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(endpoints => endpoints.MapGet("/issue", () => Shop.Paid).RequireTalerPayment("KUDOS:5"));
        });
    });

    [Fact]
    public async Task A_hub_is_bought_once()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => builder.Services.AddSignalR(),
            app =>
            {
                app.UseTalerPaywall();
                app.MapHub<PaidHub>("/ticker");
            });
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/ticker/negotiate");

        using var response = await visitor.Browser.SendAsync(HttpMethod.Post, "/ticker/negotiate?negotiateVersion=1");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var connect = await visitor.Browser.FetchAsync("/ticker?id=x");
        Assert.NotEqual(HttpStatusCode.PaymentRequired, connect.StatusCode);
    }

    [Fact]
    public async Task The_attribute_holds_for_a_controller_that_a_fallback_leads_to_without_the_middleware()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.SettingsWithoutResources(sandbox.BaseUrl),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(AttackTests).Assembly),
            app =>
            {
                app.MapControllers();
                app.MapFallbackToController("Read", "Safe");
            });
        using var browser = new Browser(shop.BaseAddress);

        using var direct = await browser.OpenAsync("/vault-direct");
        Assert.Equal(HttpStatusCode.Found, direct.StatusCode);
        using var response = await browser.OpenAsync("/anything");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task A_form_on_another_site_cannot_take_the_session_away()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");

        // A browser leaves a Lax cookie out of a cross-site POST, but takes the one that the answer to this navigation sets.
        var answer = await RawAsync(
            shop,
            "POST /essays/maps HTTP/1.1\r\nHost: shop\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("Set-Cookie", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_eager_output_cache_does_not_hand_one_visitors_order_to_another()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => policy.AddPolicy<EagerPolicy>(), excludeDefaultPolicy: true)),
            app =>
            {
                app.UseOutputCache();
                app.UseTalerPaywall();
                app.MapGet("/essays/{slug}", () => Shop.Paid);
            });
        using var one = new Browser(shop.BaseAddress);
        using var other = new Browser(shop.BaseAddress);

        using var first = await one.OpenAsync("/essays/maps");
        using var second = await other.OpenAsync("/essays/maps");

        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Theory]
    [InlineData("""{"taler_paywall":{"resource":"\ud800"}}""")]
    [InlineData("""{"taler_paywall":{"\ud800":"x"}}""")]
    [InlineData("""{"\ud800aler_paywal":{}}""")]
    public async Task Half_a_character_in_a_contract_is_no_500(string extra)
    {
        await using var shop = await OpenAsync(null);
        using var browser = new Browser(shop.BaseAddress);
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*")
        {
            Status = 200,
            ContentType = "application/json",
            Body = $$$"""
                {"order_status":"paid","refunded":false,"order_status_url":"{{{sandbox.BaseUrl}}}orders/x",
                 "contract_terms":{"summary":"s","amount":"KUDOS:1","extra":{{{extra}}}}}
                """,
            Times = 1,
        });

        using var response = await browser.OpenAsync("/essays/maps");
        await sandbox.Control.ClearFaultsAsync();

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
        var settings = Shop.Settings(sandbox.BaseUrl);
        settings["TalerPaywall:Merchant:PublicBaseUrl"] = publicBaseUrl;
        var url = lie.Replace("BASE", sandbox.BaseUrl.AbsoluteUri, StringComparison.Ordinal);
        await using var shop = await Shop.OpenAsync(
            settings,
            builder => builder.Services.AddHttpClient(TalerMerchantDefaults.HttpClientName).AddHttpMessageHandler(() => new Liar(url)));
        using var browser = new Browser(shop.BaseAddress);

        using var response = await browser.OpenAsync("/essays/maps");

        Assert.True(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Found, response.StatusCode.ToString());
        if (response.Headers.Location is { } location)
            Assert.Equal(new Uri(publicBaseUrl).IdnHost, location.IdnHost);
        Assert.DoesNotContain(shop.Logs.Lines, line => line.Message.Contains("user:pw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_query_of_any_bytes_survives_the_redirect_to_the_page_itself()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, sandbox.Control);
        using var old = await OpenAndClaimAsync(visitor);
        var stale = visitor.Browser.Copy();
        (await OpenAndClaimAsync(visitor)).Dispose();

        using var plain = await stale.OpenAsync("/essays/maps?a=1");
        Assert.Equal("/essays/maps?a=1", plain.Headers.Location?.OriginalString);
        var answer = await RawAsync(shop, $"GET /essays/maps?a=\u00fc HTTP/1.1\r\nHost: shop\r\n{Navigate}Cookie: .Taler.Paywall={stale.PaywallCookie}\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_whose_clock_is_ahead_makes_no_new_order_for_every_look()
    {
        await using var shop = await OpenAsync(null);
        shop.Clock.Advance(TimeSpan.FromDays(2));
        using var visitor = new Visitor(shop, sandbox.Control);
        await sandbox.Control.ClearRequestsAsync();

        for (var look = 0; look < 5; look++)
            (await visitor.Browser.OpenAndFollowAsync("/essays/maps")).Dispose();

        var orders = (await sandbox.Control.RequestsAsync()).Count(request => request is { Method: "POST", Path: "private/orders" });
        Assert.True(orders <= 3, $"{orders} orders for five looks at one page");
    }

    [Fact]
    public async Task Five_hundred_parallel_requests_on_two_nodes_end_in_one_payable_order()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var one = await Shop.OpenAsync(Settings(), keys: keys);
        await using var two = await Shop.OpenAsync(Settings(), keys: keys);
        using var browser = new Browser(one.BaseAddress);
        using var page = await browser.OpenAsync("/essays/maps", sandbox.BaseUrl + "orders/x");
        var cookie = browser.PaywallCookie!;
        await sandbox.Control.ClearRequestsAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
            RawAsync(i % 2 == 0 ? one : two, $"GET /essays/maps HTTP/1.1\r\nHost: shop\r\n{Navigate}Cookie: .Taler.Paywall={cookie}\r\nConnection: close\r\n\r\n")));

        var kinds = answers.GroupBy(answer => answer.Split('\r')[0] + " " + Find(answer, "orders/([A-Z0-9]+)").Value).Select(group => group.Key + " x" + group.Count()).ToList();
        Assert.True(kinds.Count == 1, string.Join("; ", kinds));

        Dictionary<string, string?> Settings() => new(Shop.Settings(sandbox.BaseUrl)) { ["TalerPaywall:PublicBaseUrl"] = "https://shop.example/" };
    }

    [Fact]
    public async Task The_last_order_of_a_chain_is_one_order_on_two_nodes_too()
    {
        var keys = new EphemeralDataProtectionProvider();
        await using var one = await Shop.OpenAsync(Settings(), keys: keys);
        await using var two = await Shop.OpenAsync(Settings(), keys: keys);
        using var visitor = new Visitor(one, sandbox.Control);
        (await OpenAndClaimAsync(visitor)).Dispose();
        var stale = visitor.Browser.Copy();
        (await OpenAndClaimAsync(visitor)).Dispose();
        (await stale.OpenAsync("/essays/maps")).Dispose();
        var cookie = stale.PaywallCookie!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            RawAsync(i % 2 == 0 ? one : two, $"GET /essays/maps HTTP/1.1\r\nHost: shop\r\n{Navigate}Cookie: .Taler.Paywall={cookie}\r\nConnection: close\r\n\r\n")));

        var orders = answers.Select(answer => Find(answer, "orders/([A-Z0-9]+)").Value).Distinct().ToList();
        Assert.True(orders.Count == 1, orders.Count + " payable orders: " + string.Join(", ", orders));

        Dictionary<string, string?> Settings() => new(Shop.Settings(sandbox.BaseUrl)) { ["TalerPaywall:PublicBaseUrl"] = "https://shop.example/" };
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1000)]
    [InlineData(7000)]
    public async Task A_very_long_path_is_no_500(int length)
    {
        await using var shop = await OpenAsync(null);
        var answer = await RawAsync(shop, $"GET /essays/{string.Concat(Enumerable.Repeat("%25", length / 3))} HTTP/1.1\r\nHost: shop\r\n{Navigate}Connection: close\r\n\r\n");
        var path = await RawAsync(shop, $"GET /essays/{new string('a', length)} HTTP/1.1\r\nHost: shop\r\n{Navigate}Connection: close\r\n\r\n");
        var dots = await RawAsync(shop, $"GET /free{string.Concat(Enumerable.Repeat("/%255c..%5C%252e.", length / 16))} HTTP/1.1\r\nHost: shop\r\n{Navigate}Connection: close\r\n\r\n");
        Assert.DoesNotContain("HTTP/1.1 500", answer + path + dots, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_and_an_endpoint_that_sell_one_url_under_two_names_stop_the_start() =>
        await ExpectRefusedAsync(app => app.MapGet("/essays/{slug}", () => Shop.Paid).RequireTalerPayment("KUDOS:3"));

    [Fact]
    public async Task A_cheap_pattern_and_a_dear_endpoint_of_one_name_stop_the_start() =>
        await ExpectRefusedAsync(app => app.MapGet("/dialogue", () => Shop.Paid).RequireTalerPayment("KUDOS:5"), settings =>
        {
            settings["TalerPaywall:Resources:2:Pattern"] = "/dialogue";
            settings["TalerPaywall:Resources:2:Price"] = "KUDOS:0.1";
        });

    [Fact]
    public async Task The_buy_again_button_works_on_an_address_that_carries_its_mark()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, sandbox.Control);
        var bought = await visitor.BuyAsync("/essays/maps");
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "test");

        using var page = await visitor.Browser.OpenAsync("/essays/maps?taler_paywall=buy-again");
        var form = Find(await page.Content.ReadAsStringAsync(), "action=\"([^\"]*)\"").Groups[1].Value;
        using var pressed = await visitor.Browser.SendAsync(HttpMethod.Post, WebUtility.HtmlDecode(form));

        Assert.Equal(HttpStatusCode.SeeOther, pressed.StatusCode);
    }

    [Fact]
    public async Task One_page_is_one_purchase_in_every_spelling_of_a_conventional_route()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(AttackTests).Assembly),
            app =>
            {
                app.UseTalerPaywall();
                app.MapControllerRoute("default", "{controller=Safe}/{action=Read}/{id?}");
            });
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/Safe/Read");
        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/Safe/Read"));
        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/"));

        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/safe/read"));
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
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), builder => builder.Logging.SetMinimumLevel(LogLevel.Trace));
        using var visitor = new Visitor(shop, sandbox.Control);
        using var first = await visitor.Browser.OpenAsync("/essays/maps");
        var session = Find(first.Headers.Location!.Query, "session_id=([^&]*)").Groups[1].Value;
        var bought = await visitor.BuyAsync("/essays/maps");
        await visitor.ReadAsync("/essays/maps");
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "test");
        using var refunded = await visitor.Browser.OpenAsync("/essays/maps");
        await sandbox.Control.SetFaultAsync(new SandboxFault("GET private/orders/*") { Status = 400, Body = "{}", ContentType = "application/json" });
        using var trouble = await visitor.Browser.OpenAsync("/essays/other");
        await sandbox.Control.ClearFaultsAsync();

        var all = string.Join('\n', shop.Logs.Lines) + string.Join('\n', seen);
        Assert.NotEmpty(session);
        foreach (var secret in new[] { session, visitor.Browser.PaywallCookie!, "secret-token:sandbox" })
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/essays/%22%3E%3Cscript%3E?%22%3E%3Cscript%3E=\"><script>alert(1)</script>")]
    [InlineData("//essays/maps/..%2f..%2f")]
    public async Task No_page_of_ours_takes_markup_from_an_address(string target)
    {
        await using var shop = await OpenAsync(null);
        await sandbox.Control.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 400, Times = 5, Body = "{}", ContentType = "application/json" });
        var down = await RawAsync(shop, $"GET {target} HTTP/1.1\r\nHost: shop\r\n{Navigate}Connection: close\r\n\r\n");
        await sandbox.Control.ClearFaultsAsync();
        var cookies = await RawAsync(shop, $"GET {target} HTTP/1.1\r\nHost: shop\r\n{Navigate}Referer: {sandbox.BaseUrl}orders/x\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("<script", down + cookies, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"//", down + cookies, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_query_beyond_ascii_over_http2_survives_the_redirect_to_the_page_itself()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(builder.WebHost, kestrel =>
                kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2)));
        var cookie = "";
        async Task<string> GetAsync(string query)
        {
            var start = new System.Diagnostics.ProcessStartInfo("curl") { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var argument in new[] { "-s", "-i", "--http2-prior-knowledge", "-H", "Accept: text/html", "-H", "Cookie: .Taler.Paywall=" + cookie, shop.BaseAddress.GetLeftPart(UriPartial.Authority) + "/essays/maps" + query })
                start.ArgumentList.Add(argument);
            using var curl = System.Diagnostics.Process.Start(start)!;
            return await curl.StandardOutput.ReadToEndAsync();
        }
        async Task<string> OpenAsync()
        {
            var visit = await GetAsync("");
            cookie = Find(visit, "\\.Taler\\.Paywall=([^;]*)").Groups[1].Value;
            using var page = new HttpResponseMessage(HttpStatusCode.Found);
            page.Headers.Location = new Uri(Find(visit, "location: (\\S+)").Groups[1].Value);
            await sandbox.Control.ClaimAsync("w-" + Guid.NewGuid().ToString("N"), await Visitor.PayUriAsync(page));
            return cookie;
        }
        var old = await OpenAsync();
        await OpenAsync();
        cookie = old;

        var answer = await GetAsync("?a=\u00fc");

        Assert.True(answer.StartsWith("HTTP/2 302", StringComparison.Ordinal) || answer.StartsWith("HTTP/2 400", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task A_visitor_who_brings_one_old_cookie_again_and_again_gets_one_order()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, sandbox.Control);
        (await OpenAndClaimAsync(visitor)).Dispose();
        var stale = visitor.Browser.Copy();
        (await OpenAndClaimAsync(visitor)).Dispose();
        (await stale.OpenAsync("/essays/maps")).Dispose();
        using var one = stale.Copy();
        using var two = stale.Copy();

        using var first = await one.OpenAsync("/essays/maps");
        using var second = await two.OpenAsync("/essays/maps");

        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("get")]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    [InlineData("POST", "X-HTTP-Method-Override: GET")]
    [InlineData("GET", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")]
    [InlineData("GET", "X-Original-URL: /free\r\nX-Rewrite-URL: /free")]
    [InlineData("GET", "Cookie: .Taler.Paywall=")]
    [InlineData("GET", "Cookie: .taler.paywall=x; .Taler.Paywall=CfDJ8AAAAAAAAAAAAAAA")]
    [InlineData("GET", "Cookie: .Taler.Paywall=CfDJ8\r\nCookie: .Taler.Paywall=x")]
    [InlineData("GET", "Range: bytes=0-10\r\nIf-None-Match: *")]
    public async Task No_method_and_no_header_opens_the_page(string method, string header = "X-None: 1")
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseHttpMethodOverride();
            app.UseTalerPaywall();
            app.UseHttpMethodOverride();
            app.UseWebSockets();
            app.Map("/essays/{slug}", () => Shop.Paid);
            app.Map("/book", () => Shop.Paid).RequireTalerPayment("KUDOS:3");
        });

        foreach (var path in new[] { "/essays/maps", "/book" })
        {
            var end = header.StartsWith("Connection", StringComparison.Ordinal) ? "" : "Connection: close\r\n";
            var answer = await RawAsync(shop, $"{method} {path} HTTP/1.1\r\nHost: shop\r\n{header}\r\nContent-Length: 0\r\n{end}\r\n", headOnly: end.Length == 0);
            Assert.Matches("^HTTP/1.1 (302|402)", answer);
            Assert.DoesNotContain(Shop.Paid, answer, StringComparison.Ordinal);
        }
    }

    private async Task<HttpResponseMessage> OpenAndClaimAsync(Visitor visitor)
    {
        var response = await visitor.Browser.OpenAsync("/essays/maps");
        Assert.Equal("claimed", (await sandbox.Control.ClaimAsync("w-" + Guid.NewGuid().ToString("N"), await Visitor.PayUriAsync(response))).Outcome);
        return response;
    }

    [Fact]
    public async Task A_payment_cache_that_fails_costs_nobody_what_he_paid_for()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => builder.Services.AddSingleton<ISessionPaymentCache>(new BrokenCache()));
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");

        Assert.StartsWith(Shop.Paid, await visitor.ReadAsync("/essays/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_made_while_a_status_question_is_under_way_closes_the_page()
    {
        var gate = new SlowAnswers();
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => builder.Services.AddHttpClient(TalerMerchantDefaults.HttpClientName).AddHttpMessageHandler(() => gate.Handler()));
        using var visitor = new Visitor(shop, sandbox.Control);
        var bought = await visitor.BuyAsync("/essays/maps");

        gate.Hold();
        var reading = visitor.Browser.OpenAsync("/essays/maps");
        await gate.AnswerHeld;
        await shop.Services.GetRequiredService<ITalerMerchantClient>().RefundAsync(OrderId.Parse(bought.OrderId!), Amount.Parse("KUDOS:0.5"), "race");
        gate.Release();
        (await reading).Dispose();

        await visitor.ExpectAsync(HttpStatusCode.PaymentRequired, "/essays/maps");
    }

    [Fact]
    public async Task An_order_of_another_shop_on_the_same_backend_opens_nothing_here()
    {
        // The cheap shop has no PublicBaseUrl and believes the Host header; resources are named alike.
        var cheap = Shop.Settings(sandbox.BaseUrl);
        cheap["TalerPaywall:Resources:0:Price"] = "KUDOS:0.01";
        await using var cheapShop = await Shop.OpenAsync(cheap);
        var dear = Shop.Settings(sandbox.BaseUrl);
        dear["TalerPaywall:Resources:0:Price"] = "KUDOS:50";
        dear["TalerPaywall:PublicBaseUrl"] = "http://dear.example/";
        await using var dearShop = await Shop.OpenAsync(dear);
        using var buyer = new Visitor(dearShop, sandbox.Control);

        var answer = await RawAsync(cheapShop, $"GET /essays/maps HTTP/1.1\r\nHost: dear.example\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
        var uri = Find(answer, "Taler: (\\S+)").Groups[1].Value;
        Assert.Equal("paid", (await sandbox.Control.PayAsync(buyer.Wallet, uri)).Outcome);

        using var page = await buyer.Browser.OpenAsync("/essays/maps");
        var reply = await sandbox.Control.PayAsync(buyer.Wallet, await Visitor.PayUriAsync(page));
        Assert.Equal("replayed", reply.Outcome);
        using var response = await buyer.Browser.OpenAndFollowAsync("/essays/maps");
        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hint_that_repeats_the_token_without_its_prefix_is_not_logged()
    {
        await using var shop = await OpenAsync(null);
        using var browser = new Browser(shop.BaseAddress);
        await sandbox.Control.SetFaultAsync(new SandboxFault("POST private/orders") { Status = 401, ContentType = "application/json", Body = """{"code":41,"hint":"token 'sandbox' unknown"}""" });

        using var response = await browser.OpenAsync("/essays/maps");
        await sandbox.Control.ClearFaultsAsync();

        Assert.DoesNotContain(shop.Logs.Lines, line => line.Message.Contains("'sandbox'", StringComparison.Ordinal));
    }

    private static Match Find(string text, string pattern) => Regex.Match(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task ExpectRefusedAsync(Action<WebApplication> map, Action<Dictionary<string, string?>>? change = null)
    {
        var settings = Shop.Settings(sandbox.BaseUrl);
        change?.Invoke(settings);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Shop.OpenAsync(settings, build: app =>
        {
            app.UseTalerPaywall();
            map(app);
        }));
    }

    private Task<Shop> OpenAsync(Action<WebApplication>? build) => Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: build);

    private static async Task<string> RawAsync(Shop shop, string request, bool headOnly = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shop.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (headOnly)
            return await reader.ReadLineAsync() ?? "";
        return await reader.ReadToEndAsync();
    }

    [RequireTalerPayment("KUDOS:1", "Ticker")]
    private sealed class PaidHub : Microsoft.AspNetCore.SignalR.Hub;

    private sealed class EagerPolicy : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            context.EnableOutputCaching = true;
            context.AllowCacheLookup = true;
            context.AllowCacheStorage = true;
            context.ResponseExpirationTimeSpan = TimeSpan.FromHours(1);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
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

    private sealed class BrokenCache : ISessionPaymentCache
    {
        public ValueTask<TalerPayment?> FindAsync(OrderId orderId, string resourceName, SessionId sessionId, CancellationToken cancellationToken) =>
            ValueTask.FromException<TalerPayment?>(new InvalidOperationException("The database is down."));

        public ValueTask StoreAsync(TalerPayment payment, string resourceName, SessionId sessionId, TimeSpan lifetime, CancellationToken cancellationToken) =>
            ValueTask.FromException(new InvalidOperationException("The database is down."));

        public ValueTask RemoveAsync(OrderId orderId, CancellationToken cancellationToken) =>
            ValueTask.FromException(new InvalidOperationException("The database is down."));
    }

    private sealed class SlowAnswers
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _release;

        public Task AnswerHeld => _held.Task;

        public void Hold() => _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _release!.SetResult();

        public DelegatingHandler Handler() => new Holder(this);

        private sealed class Holder(SlowAnswers owner) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (request.Method == HttpMethod.Get && owner._release is { } release)
                {
                    await response.Content.LoadIntoBufferAsync(cancellationToken);
                    owner._held.TrySetResult();
                    await release.Task.WaitAsync(cancellationToken);
                }
                return response;
            }
        }
    }
}

/// <summary>Reached by a route of its own and by a fallback.</summary>
[RequireTalerPayment("KUDOS:3", "Vault")]
public sealed class VaultController : ControllerBase
{
    /// <summary>The content.</summary>
    [HttpGet("/vault-direct")]
    public string Direct() => Shop.Paid;
}

/// <summary>Reached by a fallback only.</summary>
[RequireTalerPayment("KUDOS:3", "Safe")]
public sealed class SafeController : ControllerBase
{
    /// <summary>The content.</summary>
    public string Read() => Shop.Paid;
}
