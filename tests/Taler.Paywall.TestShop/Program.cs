using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;
using Taler.Paywall.TestShop;

// A shop for tests that need it in a process of its own: to kill it, or to look at its memory. All settings come from the command line.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddDataProtection()
    .SetApplicationName("test-shop")
    .PersistKeysToFileSystem(new DirectoryInfo(builder.Configuration["KeyRing"] ?? throw new InvalidOperationException("Say where the key ring is: --KeyRing FOLDER.")));
builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor);
builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));

var app = builder.Build();
app.UseForwardedHeaders();
app.UseTalerPaywall();
app.MapGet("/essays/{slug}", (string slug) => "Here is what you paid for: " + slug);
app.MapPost("/refunds/{orderId}", async (string orderId, ITalerMerchantClient merchant) =>
{
    try
    {
        await merchant.RefundAsync(OrderId.Parse(orderId), Amount.Parse("KUDOS:0.5"), "The reader asked for it.");
        return Results.NoContent();
    }
    catch (TalerMerchantException)
    {
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
});
using var outage = new OutageCounter();
app.MapGet("/vitals", () => Vitals.Take(outage.Serves));
await app.RunAsync();
