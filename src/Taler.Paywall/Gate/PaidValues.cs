using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;

namespace Taler.Paywall.Gate;

/// <summary>
/// Lets the actions and pages of MVC take the values of a paid resource from where the paywall found them. MVC alone asks the form before
/// the path, and the query for what the path leaves out.
/// </summary>
internal sealed class PaidValues : IConfigureOptions<MvcOptions>, IResourceFilter, IOrderedFilter, IValueProviderFactory
{
    /// <summary>Last: filters of the application may add sources of values, and remove some by their type.</summary>
    public int Order => int.MaxValue;

    public void Configure(MvcOptions options) => options.Filters.Add(this);

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.HttpContext.Features.Get<PaymentGrant>() is not null)
            context.ValueProviderFactories.Add(this);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // The values were bound before.
    }

    /// <summary>The last factory covers what all the others made.</summary>
    public Task CreateValueProviderAsync(ValueProviderFactoryContext context)
    {
        var paid = PaidSources.Of(context.ActionContext, context.ActionContext.HttpContext.Features.GetRequiredFeature<PaymentGrant>());
        var providers = context.ValueProviders;
        for (var i = 0; i < providers.Count; i++)
            providers[i] = new HidingValueProvider(providers[i], paid);
        return Task.CompletedTask;
    }
}
