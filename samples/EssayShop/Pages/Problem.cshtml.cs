using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EssayShop.Pages;

/// <summary>Says in words what a status code means. It changes nothing, so it also answers a form that came without its token.</summary>
[IgnoreAntiforgeryToken]
public sealed class ProblemModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    public bool IsMissing => Status is StatusCodes.Status404NotFound;
}
