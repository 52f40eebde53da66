using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Taler.Paywall.Start;

/// <summary>
/// Refuses a price on a handler of a Razor Page, where routing does not see it and the page would be free. Pages that are compiled with the
/// application are read when they are mapped, others when they are first asked for.
/// </summary>
internal sealed class PriceOnPageHandler : IPageApplicationModelProvider
{
    /// <summary>Last: what conventions have put together is complete.</summary>
    public int Order => int.MaxValue;

    public void OnProvidersExecuting(PageApplicationModelProviderContext context)
    {
    }

    public void OnProvidersExecuted(PageApplicationModelProviderContext context)
    {
        var page = context.PageApplicationModel;
        if (page.HandlerMethods.FirstOrDefault(handler => handler.Attributes.OfType<ITalerPaymentMetadata>().Any()) is { } priced)
            throw new InvalidOperationException(
                $"{page.ViewEnginePath}: a price stands on the handler {priced.MethodInfo.Name}, where it has no effect. Put [RequireTalerPayment] on the page model.");
    }
}
