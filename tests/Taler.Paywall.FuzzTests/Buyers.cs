using Microsoft.AspNetCore.WebUtilities;

namespace Taler.Paywall.FuzzTests;

/// <summary>Sessions as the shop gave them out: some have paid, some have not.</summary>
internal sealed class Buyers
{
    public const string Navigate = "Accept: text/html,*/*;q=0.8\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    public const string CookieName = ".Taler.Paywall";

    private const int Each = 8;

    public string[] Paid { get; private set; } = [];

    public string[] Unpaid { get; private set; } = [];

    /// <summary>An idempotency key that has paid.</summary>
    public string Key { get; } = Guid.NewGuid().ToString("N");

    public string[] All => [.. Paid, .. Unpaid];

    public static async Task<Buyers> ComeAsync(FuzzShop shop, FuzzBackend backend)
    {
        using var connection = new Connection(shop.Address);
        var buyers = new Buyers();
        var tickets = new List<string>();
        for (var i = 0; i < 2 * Each; i++)
        {
            var answer = await connection.SendAsync($"GET /essays/maps HTTP/1.1\r\nHost: shop.example\r\n{Navigate}\r\n");
            Assert.Equal(302, answer!.Status);
            tickets.Add(answer.Header("Set-Cookie")!.Split(';')[0].Split('=')[1]);
            if (i < Each)
                Pay(backend, new Uri(answer.Header("Location")!));
        }
        var asked = await connection.SendAsync($"GET /essays/maps HTTP/1.1\r\nHost: shop.example\r\nIdempotency-Key: {buyers.Key}\r\n\r\n");
        var payUri = Merchant.TalerPayUri.Parse(asked!.Header("Taler")!);
        backend.Pay(payUri.OrderId.Value, payUri.SessionId!.Value, "essay:maps");
        (buyers.Paid, buyers.Unpaid) = ([.. tickets.Take(Each)], [.. tickets.Skip(Each)]);
        foreach (var ticket in buyers.Paid)
        {
            var served = await connection.SendAsync($"GET /essays/maps HTTP/1.1\r\nHost: shop.example\r\n{Navigate}Cookie: {CookieName}={ticket}\r\n\r\n");
            Assert.Equal(FuzzShop.Content, served!.Body);
        }
        return buyers;
    }

    private static void Pay(FuzzBackend backend, Uri page) =>
        backend.Pay(page.Segments[^1], QueryHelpers.ParseQuery(page.Query)["session_id"].ToString(), "essay:maps");
}
