using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.FuzzTests;

/// <summary>What would go wrong if a shop had the faults that the runs look for.</summary>
public sealed class CheckTests
{
    private const int Some = 20_000;

    [Fact]
    public async Task A_table_without_a_bound_is_noticed()
    {
        var table = new ConcurrentDictionary<string, bool>();
        using var backend = new FuzzBackend();
        await using var shop = await FuzzShop.OpenAsync(backend, next => context =>
        {
            table[context.Request.Headers.Cookie.ToString()] = true;
            return next(context);
        });

        var found = await Record.ExceptionAsync(() => new FuzzRun(shop.Address).SendAsync(
            Some,
            (input, connection) => connection.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\nCookie: a={Nonsense.Letters(input, 200)}\r\n\r\n"),
            new Growth(shop.Settle)));

        Assert.Contains("KiB in memory", found!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_that_escapes_is_noticed()
    {
        using var backend = new FuzzBackend();
        await using var shop = await FuzzShop.OpenAsync(backend, _ => _ => throw new InvalidOperationException("planted"));
        var verdict = new Verdict(shop, backend.HasPaid);

        var found = await SendAsync(shop, verdict);

        Assert.StartsWith("Status 500", found!.Message, StringComparison.Ordinal);
        Assert.Contains(shop.Log.Faults, fault => fault.Contains("planted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_without_payment_is_noticed()
    {
        using var backend = new FuzzBackend();
        await using var shop = await FuzzShop.OpenAsync(backend, _ => context => context.Response.WriteAsync(FuzzShop.Content));
        var verdict = new Verdict(shop, backend.HasPaid);

        var found = await SendAsync(shop, verdict);

        Assert.StartsWith("Served unpaid", found!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("https://backend.example.elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_redirect_to_elsewhere_is_noticed(string location)
    {
        using var backend = new FuzzBackend();
        await using var shop = await FuzzShop.OpenAsync(backend, _ => context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        });
        var verdict = new Verdict(shop, backend.HasPaid);

        var found = await SendAsync(shop, verdict);

        Assert.StartsWith("Redirect to", found!.Message, StringComparison.Ordinal);
    }

    private static async Task<Exception?> SendAsync(FuzzShop shop, Verdict verdict)
    {
        using var connection = new Connection(shop.Address);
        const string request = "GET /essays/maps HTTP/1.1\r\nHost: a\r\n\r\n";
        var answer = await connection.SendAsync(request);
        return Record.Exception(() => verdict.Check(request, answer));
    }
}
