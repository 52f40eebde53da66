using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PaidApi.Tests;

/// <summary>A shop that is not ours and says what it likes.</summary>
internal sealed class ForeignShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForeignShop(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<ForeignShop> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new ForeignShop(app);
    }

    /// <summary>A shop that says one price, and asks for the payment of another order.</summary>
    /// <param name="sandbox">Base URL of the instance where the order is.</param>
    /// <param name="amount">What the order costs.</param>
    /// <param name="site">The site that the order leads to, where SHOP is the shop's own.</param>
    public static async Task<ForeignShop> SellAsync(Uri sandbox, string amount, string site = "SHOP")
    {
        var payUri = "";
        var shop = await StartAsync(context =>
        {
            context.Response.Headers["Taler"] = payUri;
            context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
            return context.Response.WriteAsync($$"""{"price":"KUDOS:0.1","amount":"KUDOS:0.1","taler_pay_uri":"{{payUri}}"}""");
        });
        using var backend = new HttpClient { BaseAddress = sandbox };
        backend.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret-token:sandbox");
        using var created = await backend.PostAsJsonAsync("private/orders", new JsonObject
        {
            ["order"] = new JsonObject
            {
                ["amount"] = amount,
                ["summary"] = """Tides","amount":"KUDOS:0.1","fulfillment_url":"http://127.0.0.1/""",
                ["fulfillment_url"] = site.Replace("SHOP", shop.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) + "/tides",
            },
        });
        var id = (string)(await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["order_id"]!;
        payUri = (string)(await backend.GetFromJsonAsync<JsonObject>($"private/orders/{id}"))!["taler_pay_uri"]!;
        return shop;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
