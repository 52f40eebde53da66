using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.FuzzTests;

public sealed partial class BackendFuzzTests
{
    private const string InputHeader = "Fuzz-Input";

    private static readonly OrderId Order = OrderId.Parse("2026.029-02M2JNJ2TGA2P");
    private static readonly SessionId Session = SessionId.Parse("5E5510N0F0NEBR0W5ER0000000");

    /// <summary>A wait makes time pass for everybody, and calls beside it end at their limits. So those who wait come by themselves, and fewer.</summary>
    [Theory]
    [InlineData(false, 1, new[] { 200, 302, 303, 402, 503 })]
    [InlineData(true, 10, new[] { 200, 402, 503 })]
    public async Task Whatever_the_backend_says_the_visitor_is_answered_as_he_must_be(bool waits, int part, int[] statuses)
    {
        using var backend = new DamagedBackend();
        await using var shop = await FuzzShop.OpenAsync(backend, next => context =>
        {
            if (context.Request.Headers.TryGetValue(InputHeader, out var number))
                DamagedBackend.Current.Value = OrderOf(int.Parse(number.ToString(), CultureInfo.InvariantCulture));
            return next(context);
        });
        var buyers = await Buyers.ComeAsync(shop, backend);
        var verdict = new Verdict(shop, _ => false);

        await new FuzzRun(shop.Address).SendAsync(
            FuzzRun.Count / part,
            async (input, connection) =>
            {
                var request = Request(input, buyers, waits);
                var answer = await connection.SendAsync(request);
                verdict.Check(request, answer, mayRead: OrderOf(input.Number).Truth is Truth.Paid);
                Assert.DoesNotContain(Verdict.Elsewhere, answer!.Head + PlainText().Replace(answer.Body, ""), StringComparison.OrdinalIgnoreCase);
            },
            new Growth(shop.Settle));

        verdict.AssertVaried(statuses);
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
                DamagedBackend.Current.Value = OrderOf(input.Number);
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

    /// <summary>The summary of a contract, shown as text: it may name any place, and leads to none.</summary>
    [GeneratedRegex("<bdi>[^<]*</bdi>", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PlainText();

    /// <summary>Whoever has the number knows what the backend means. It draws apart from the request, or one would follow from the other.</summary>
    private static DamagedOrder OrderOf(int number)
    {
        var input = new FuzzInput(FuzzRun.Seed + 1, number);
        return new DamagedOrder(input, string.Create(CultureInfo.InvariantCulture, $"essay:e{number}"), input.Pick(Enum.GetValues<Truth>()));
    }

    private static string Request(FuzzInput input, Buyers buyers, bool waits)
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"/essays/e{input.Number}");
        var (method, query) = input.Random.Next(10) switch
        {
            _ when waits => ("GET", "?taler_paywall=wait"),
            0 => ("POST", "?taler_paywall=buy-again"),
            1 => ("POST", ""),
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
