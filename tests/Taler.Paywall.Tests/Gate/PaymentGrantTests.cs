using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Taler.Merchant;
using Taler.Paywall.Gate;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Gate;

public sealed class PaymentGrantTests
{
    [Theory]
    [InlineData("maps", "KUDOS:1", true)]
    [InlineData("maps", "KUDOS:1.00", true)]
    [InlineData("Maps", "KUDOS:1", false)]
    [InlineData("rain", "KUDOS:1", false)]
    [InlineData("maps", "KUDOS:2", false)]
    [InlineData("maps", "KUDOS:0.5", false)]
    [InlineData("maps", "EUR:1", false)]
    public void A_request_that_was_let_through_for_one_offer_is_not_let_through_for_another(string name, string price, bool covered)
    {
        var context = new DefaultHttpContext();
        PaymentGrant.Give(context, Resource("maps", "KUDOS:1"), Payment);

        Assert.Equal(covered, PaymentGrant.Covers(context, Resource(name, price)));
    }

    [Fact]
    public void A_request_that_was_not_let_through_has_paid_for_nothing()
    {
        var context = new DefaultHttpContext();

        Assert.False(PaymentGrant.Covers(context, Resource("maps", "KUDOS:1")));
        Assert.Null(context.GetTalerPayment());
    }

    [Fact]
    public void The_payment_is_the_one_that_it_was_let_through_for()
    {
        var context = new DefaultHttpContext();

        PaymentGrant.Give(context, Resource("maps", "KUDOS:1"), Payment);

        Assert.Same(Payment, context.GetTalerPayment());
    }

    private static TalerPayment Payment { get; } = new(OrderId.Parse("O1"), Amount.Parse("KUDOS:1"), refundDeadline: null, new Uri("https://backend.example/orders/O1"), DateTimeOffset.UnixEpoch);

    private static Resource Resource(string name, string price) => Paywall.Resources.Resource.FromEndpoint(
        ResourceRuleCompiler.ForEndpoint("test", RoutePatternFactory.Parse("/x"), new TalerPaywallResource { Price = price, Name = name }), []);
}
