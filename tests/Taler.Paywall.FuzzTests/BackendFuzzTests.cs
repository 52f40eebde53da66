using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FuzzTests;

public sealed class BackendFuzzTests
{
    private const string InputHeader = "Fuzz-Input";

    private static readonly OrderId Order = OrderId.Parse("2026.029-02M2JNJ2TGA2P");
    private static readonly SessionId Session = SessionId.Parse("5E5510N0F0NEBR0W5ER0000000");

    [Fact]
    public async Task Whatever_the_backend_says_the_visitor_is_answered_as_he_must_be()
    {
        using var backend = new DamagedBackend();
        await using var shop = await FuzzShop.OpenAsync(backend, next => context =>
        {
            if (context.Request.Headers.TryGetValue(InputHeader, out var number))
                DamagedBackend.Current.Value = OrderOf(new FuzzInput(FuzzRun.Seed, int.Parse(number.ToString(), CultureInfo.InvariantCulture)));
            return next(context);
        });
        var buyers = await Buyers.ComeAsync(shop, backend);
        var verdict = new Verdict(shop, _ => false);

        await new FuzzRun(shop.Address).SendAsync(
            FuzzRun.Count,
            async (input, connection) =>
            {
                var request = Request(input, buyers);
                var answer = await connection.SendAsync(request);
                verdict.Check(request, answer, mayRead: OrderOf(new FuzzInput(FuzzRun.Seed, input.Number)).Truth is Truth.Paid);
                Assert.DoesNotContain(Verdict.Elsewhere, answer!.Head + answer.Body, StringComparison.OrdinalIgnoreCase);
            },
            new Growth(shop.Settle));

        verdict.AssertVaried(200, 302, 402, 503);
    }

    [Fact]
    public async Task Whatever_the_backend_says_the_client_returns_or_throws_its_own_exception()
    {
        using var backend = new DamagedBackend();
        await using var shop = await FuzzShop.OpenAsync(backend);
        var client = shop.Services.GetRequiredService<ITalerMerchantClient>();
        Func<Task>[] calls =
        [
            () => client.GetConfigAsync(),
            () => client.CreateOrderAsync(new CreateOrderRequest { Summary = "An essay", Amount = Amount.Parse("KUDOS:1"), OrderId = Order }),
            () => client.GetOrderStatusAsync(Order, Session),
            () => client.GetSessionStatusAsync(Session, "https://shop.example/"),
            () => client.RefundAsync(Order, Amount.Parse("KUDOS:1"), "why not"),
            () => client.ListOrdersAsync(),
        ];
        var (returned, thrown) = (0, 0);

        await new FuzzRun(shop.Address).SendAsync(
            FuzzRun.Count,
            async (input, _) =>
            {
                DamagedBackend.Current.Value = OrderOf(input);
                try
                {
                    await input.Pick(calls)();
                    Interlocked.Increment(ref returned);
                }
                catch (TalerMerchantException)
                {
                    Interlocked.Increment(ref thrown);
                }
            },
            new Growth(shop.Settle));

        Assert.True(returned > FuzzRun.Count / 10 && thrown > FuzzRun.Count / 10, $"{returned} returned, {thrown} thrown.");
        shop.Log.AssertEmpty();
    }

    /// <summary>Drawn first, so that whoever has the number knows what the backend means.</summary>
    private static DamagedOrder OrderOf(FuzzInput input) =>
        new(input, string.Create(CultureInfo.InvariantCulture, $"essay:e{input.Number}"), input.Pick(Enum.GetValues<Truth>()));

    private static string Request(FuzzInput input, Buyers buyers)
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"/essays/e{input.Number}");
        var (method, query) = input.Random.Next(10) switch
        {
            0 => ("POST", "?taler_paywall=buy-again"),
            1 => ("GET", "?taler_paywall=wait"),
            2 => ("POST", ""),
            _ => ("GET", ""),
        };
        var kind = input.OneIn(2) ? Buyers.Navigate : "Accept: application/json\r\n";
        var session = input.Random.Next(4) switch
        {
            0 => $"Cookie: {Buyers.CookieName}={input.Pick<string>(buyers.All)}\r\n",
            1 => $"Idempotency-Key: {Nonsense.Letters(input, 30)}\r\n",
            2 => $"Taler-Paywall-Session: {input.Pick<string>([.. buyers.All, "new"])}\r\n",
            _ => "",
        };
        return $"{method} {page}{query} HTTP/1.1\r\nHost: shop.example\r\nOrigin: http://shop.example\r\n{InputHeader}: {input.Number}\r\n{kind}{session}Content-Length: 0\r\n\r\n";
    }
}
