using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Merchant.Tests;

/// <summary>The example of the README, so that it compiles and runs.</summary>
internal static class ReadmeExample
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services.AddTalerMerchant(builder.Configuration.GetSection("Merchant"));
        var app = builder.Build();

        app.MapGet("/essay", async (ITalerMerchantClient merchant, CancellationToken cancellationToken) =>
        {
            var order = new CreateOrderRequest { OrderId = OrderId.Parse("essay-1"), Summary = "An essay", Amount = Amount.Parse("KUDOS:1") };
            await merchant.CreateOrderAsync(order, cancellationToken);
            return await merchant.GetOrderStatusAsync(order.OrderId, cancellationToken: cancellationToken) switch
            {
                OrderStatus.Paid { Refunded: false } => Results.Text("The essay."),
                OrderStatus.Unpaid unpaid => Results.Redirect(unpaid.OrderStatusUrl.AbsoluteUri),
                _ => Results.Text("A wallet is paying for it, or the payment was refunded.", statusCode: 402),
            };
        });
        return app;
    }
}
