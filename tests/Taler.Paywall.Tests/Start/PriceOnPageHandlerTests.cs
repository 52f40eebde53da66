using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Taler.Paywall.Start;

namespace Taler.Paywall.Tests.Start;

/// <summary>Routing does not see attributes of a page's handlers, so a price there would sell nothing.</summary>
public class PriceOnPageHandlerTests
{
    [Fact]
    public void A_price_on_a_handler_stops_the_page()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Read(nameof(Handlers.OnGet)));

        Assert.Equal("/Essay: a price stands on the handler OnGet, where it has no effect. Put [RequireTalerPayment] on the page model.", refusal.Message);
    }

    [Fact]
    public void A_handler_without_a_price_is_as_good_as_any() => Assert.Null(Record.Exception(() => Read(nameof(Handlers.OnPost))));

    private static void Read(string handler)
    {
        var page = new PageApplicationModel(new PageActionDescriptor { ViewEnginePath = "/Essay" }, typeof(Handlers).GetTypeInfo(), []);
        var method = typeof(Handlers).GetMethod(handler)!;
        page.HandlerMethods.Add(new PageHandlerModel(method, method.GetCustomAttributes(inherit: true)));
        var context = new PageApplicationModelProviderContext(page.ActionDescriptor, page.HandlerType) { PageApplicationModel = page };
        new PriceOnPageHandler().OnProvidersExecuted(context);
    }

    private sealed class Handlers
    {
        [RequireTalerPayment("KUDOS:1")]
        public Handlers OnGet() => this;

        public Handlers OnPost() => this;
    }
}
