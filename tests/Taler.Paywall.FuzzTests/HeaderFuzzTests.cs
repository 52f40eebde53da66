using System.Text;

namespace Taler.Paywall.FuzzTests;

public sealed class HeaderFuzzTests
{
    private static readonly string[] Methods =
        ["GET", "GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "get", "PROPFIND", "QUERY", "X"];

    private static readonly string[] Targets =
    [
        "/essays/maps", "/essays/maps", "/essays/maps", "/essays/maps/notes", "/ESSAYS/maps/", "/essays/%6Daps", "/essays//maps", "/essays/..%2Fmaps", "/essays/maps%00",
        "//elsewhere.example/essays/maps", "/\\elsewhere.example", "/report?id=1", "/report?id=1&id=2", "/report?id=%F0%9F", "/endpoint", "/endpoint?x=//elsewhere.example/",
        "/essays/maps?taler_paywall=order", "/essays/maps?taler_paywall=buy-again", "/essays/maps?taler_paywall=paid", "/essays/maps?taler_paywall=wait",
        "/essays/maps?taler_paywall=order&return=https://elsewhere.example/", "http://elsewhere.example/essays/maps", "*",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "application/json", "image/avif,image/webp,*/*", "text/html;q=0", "*/*", "", ",,;q=,"]),
        ("Accept-Language", ["de-CH,de;q=0.9,en;q=0.8", "ar", "*", "en;q=1.0000000001", "x-klingon"]),
        ("Sec-Fetch-Mode", ["navigate", "cors", "no-cors", "websocket"]),
        ("Sec-Fetch-Dest", ["document", "iframe", "image", "empty"]),
        ("Sec-Fetch-Site", ["same-origin", "cross-site", "none"]),
        ("Sec-Purpose", ["prefetch", "prefetch;prerender"]),
        ("Purpose", ["prefetch", "preview"]),
        ("X-Moz", ["prefetch"]),
        ("Origin", ["https://shop.example", "https://elsewhere.example", "null"]),
        ("Access-Control-Request-Method", ["GET", "POST"]),
        ("Referer", ["https://backend.example/instances/shop/orders/1", "https://shop.example/essays/maps", "https://elsewhere.example/"]),
        ("X-Forwarded-For", ["203.0.113.7", "203.0.113.7, 10.0.0.1", "[2001:db8::1]:4711", "unknown"]),

        ("X-Forwarded-Host", ["shop.example", "elsewhere.example", "shop.example:99999", "[::1]", "b\u00fccher.example"]),
        ("X-Forwarded-Proto", ["https", "http", "ftp", "javascript"]),
        ("X-Forwarded-Prefix", ["/shop", "//elsewhere.example", "/%2F", "shop"]),
        ("X-HTTP-Method-Override", ["GET", "POST", "HEAD", "DELETE", "get"]),
        ("X-Requested-With", ["XMLHttpRequest"]),
        ("Range", ["bytes=0-99", "bytes=-1", "bytes=0-,5-6", "pages=1"]),
        ("If-None-Match", ["\"1\"", "*"]),
        ("If-Modified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT"]),
        ("Retry-After", ["10"]),
        ("Upgrade", ["websocket", "h2c"]),
        ("Connection", ["keep-alive", "Upgrade", "Cookie"]),
        ("Content-Type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"]),
        ("Authorization", ["Bearer secret-token:x", "Basic eDp5"]),
        ("Forwarded", ["for=203.0.113.7;host=elsewhere.example;proto=https"]),
        ("traceparent", ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]),
        ("baggage", ["a=b"]),
    ];

    private static readonly string[] Hosts = ["shop.example", "shop.example", "shop.example", "elsewhere.example", "127.0.0.1:80", "[::1]:80", "SHOP.example", "a", "-", "xn--", "xn--bcher-kva.example:8080"];

    [Fact]
    public async Task Whatever_the_headers_say_the_shop_answers_as_it_must()
    {
        using var backend = new FuzzBackend();
        await using var shop = await FuzzShop.OpenAsync(backend);
        var buyers = await Buyers.ComeAsync(shop, backend);
        var verdict = new Verdict(shop, backend.HasPaid);

        await new FuzzRun(shop.Address).SendAsync(
            FuzzRun.Count,
            async (input, connection) =>
            {
                var request = Request(input, buyers);
                verdict.Check(request, await connection.SendAsync(request), mayRead: request.Contains(buyers.Key, StringComparison.Ordinal));
            },
            new Growth(shop.Settle));

        verdict.AssertVaried(200, 302, 303, 400, 402);
    }

    private static string Request(FuzzInput input, Buyers buyers)
    {
        var request = new StringBuilder($"{input.Pick(Methods)} {input.Pick(Targets)} HTTP/1.1\r\n");
        Add(request, input, "Host", input.Pick(Hosts), damage: input.OneIn(30));
        if (input.OneIn(2))
            request.Append(Buyers.Navigate);
        for (var more = input.Random.Next(6); more > 0; more--)
        {
            var (name, values) = input.Pick(Headers);
            Add(request, input, name, input.Pick(values), damage: input.OneIn(2));
        }
        if (input.OneIn(3))
            Add(request, input, "Cookie", $"{Buyers.CookieName}={input.Pick<string>(buyers.All)}", damage: input.OneIn(4));
        if (input.OneIn(4))
            Add(request, input, "Taler-Paywall-Session", input.Pick<string>([.. buyers.All, "new", "NEW", "", "new, new"]), damage: input.OneIn(3));
        if (input.OneIn(6))
            Add(request, input, "Idempotency-Key", input.Pick(buyers.Key, $"\"{buyers.Key}\"", "short", new string('k', 300), Nonsense.Letters(input, 30)), damage: input.OneIn(3));
        return request.Append("Content-Length: 0\r\n\r\n").ToString();
    }

    private static void Add(StringBuilder request, FuzzInput input, string name, string value, bool damage) =>
        request.Append(name).Append(": ").Append(damage ? Nonsense.Damage(input, value) : value).Append("\r\n");
}
