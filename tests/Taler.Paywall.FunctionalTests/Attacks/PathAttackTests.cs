using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.FileProviders;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Requests that try to slip past the gate.</summary>
public sealed class PathAttackTests(SandboxFixture sandbox) : AttackTests(sandbox), IClassFixture<SandboxFixture>
{
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
    public async Task A_preflight_never_carries_a_header_of_the_handler()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.Map("/essays/{slug}", (HttpContext context) =>
            {
                context.Response.Headers.Location = "/download?signature=" + Shop.Paid;
                context.Response.Headers["Access-Control-Allow-Origin"] = "https://a.example";
                return Results.Text(Shop.Paid);
            });
        });

        var answer = await RawAsync(shop, "OPTIONS /essays/maps HTTP/1.1\r\nHost: shop\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("Location", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Shop.Paid, answer, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Allow-Origin: https://a.example", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preflight_never_upgrades_the_connection_and_has_no_trailers()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.Map("/essays/{slug}", async (HttpContext context) =>
            {
                if (context.Response.SupportsTrailers())
                    context.Response.AppendTrailer("X-Content", Shop.Paid);
                if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
                {
                    await using var connection = await upgrade.UpgradeAsync();
                    await connection.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Shop.Paid));
                }
            });
        });

        foreach (var connection in new[] { "Connection: upgrade, close\r\nUpgrade: raw", "TE: trailers\r\nConnection: close, TE" })
        {
            var answer = await RawAsync(shop, $"OPTIONS /essays/maps HTTP/1.1\r\nHost: shop\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n{connection}\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(Shop.Paid, answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_preflight_never_runs_an_endpoint_that_short_circuits()
    {
        var runs = 0;
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.Map("/essays/{slug}", () => ++runs).ShortCircuit();
        });
        shop.ExpectLog(line => line.Event == "ShortCircuitCovered");

        var answer = await RawAsync(shop, "OPTIONS /essays/maps HTTP/1.1\r\nHost: shop\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 402", answer, StringComparison.Ordinal);
        Assert.Equal(0, runs);
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

    [Theory]
    [InlineData("/essays/%22%3E%3Cscript%3E?%22%3E%3Cscript%3E=\"><script>alert(1)</script>")]
    [InlineData("//essays/maps/..%2f..%2f")]
    public async Task No_page_of_ours_takes_markup_from_an_address(string target)
    {
        await using var shop = await OpenAsync(null);
        shop.ExpectLog(line => line.Event == "BackendRefused");
        await Sandbox.Control.SetFaultAsync(new SandboxFault("* private/orders*") { Status = 400, Times = 5, Body = "{}", ContentType = "application/json" });
        var down = await RawAsync(shop, $"GET {target} HTTP/1.1\r\nHost: shop\r\n{Navigate}Connection: close\r\n\r\n");
        await Sandbox.Control.ClearFaultsAsync();
        var cookies = await RawAsync(shop, $"GET {target} HTTP/1.1\r\nHost: shop\r\n{Navigate}Referer: {Sandbox.BaseUrl}orders/x\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("<script", down + cookies, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"//", down + cookies, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_query_of_any_bytes_survives_the_redirect_to_the_page_itself()
    {
        await using var shop = await OpenAsync(null);
        using var visitor = new Visitor(shop, Sandbox.Control);
        await visitor.ExpectAsync(HttpStatusCode.Found, "/essays/maps");

        using var plain = await visitor.Browser.SendAsync(HttpMethod.Post, "/essays/maps?taler_paywall=buy-again&a=1");
        Assert.Equal("/essays/maps?a=1", plain.Headers.Location?.OriginalString);
        var answer = await RawAsync(
            shop,
            $"POST /essays/maps?taler_paywall=buy-again&a=\u00fc HTTP/1.1\r\nHost: shop\r\n{Navigate}Content-Length: 0\r\nCookie: .Taler.Paywall={visitor.Browser.PaywallCookie}\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_beyond_ascii_over_http2_survives_the_redirect_to_the_page_itself()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Sandbox.BaseUrl),
            builder => Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(builder.WebHost, kestrel =>
                kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2)));
        var cookie = "";
        async Task<string> SendAsync(string method, string query)
        {
            var start = new System.Diagnostics.ProcessStartInfo("curl") { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var argument in new[] { "-s", "-i", "-X", method, "--http2-prior-knowledge", "-H", "Accept: text/html", "-H", "Cookie: .Taler.Paywall=" + cookie, shop.BaseAddress.GetLeftPart(UriPartial.Authority) + "/essays/maps" + query })
                start.ArgumentList.Add(argument);
            using var curl = System.Diagnostics.Process.Start(start)!;
            return await curl.StandardOutput.ReadToEndAsync();
        }
        cookie = Find(await SendAsync("GET", ""), "\\.Taler\\.Paywall=([^;]*)").Groups[1].Value;

        var answer = await SendAsync("POST", "?taler_paywall=buy-again&a=\u00fc");

        Assert.True(answer.StartsWith("HTTP/2 303", StringComparison.Ordinal) || answer.StartsWith("HTTP/2 400", StringComparison.Ordinal), answer);
    }
}
