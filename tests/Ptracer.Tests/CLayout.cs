using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Ptracer.Linux;

namespace Ptracer.Tests;

/// <summary>What a marked type claims about C, as lines of C: one assertion each.</summary>
internal static class CLayout
{
    private const BindingFlags AllFields =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> MarkedTypes() =>
        typeof(CHeaderAttribute).Assembly.GetTypes().Where(type =>
            type.IsDefined(typeof(CHeaderAttribute), false) || type.IsDefined(typeof(CStructAttribute), false));

    public static IEnumerable<string> Headers(Type type) =>
        [.. type.GetCustomAttribute<CHeaderAttribute>()?.Headers ?? [], .. type.GetCustomAttribute<CStructAttribute>()?.Headers ?? []];

    public static IEnumerable<CAssertion> Assertions(Type type)
    {
        if (type.GetCustomAttribute<CHeaderAttribute>() is { } header)
        {
            foreach (FieldInfo field in type.GetFields(AllFields).Where(field => field.IsLiteral && !field.IsPrivate))
            {
                if (Constant(field, header.Prefix) is { } assertion)
                {
                    yield return assertion;
                }
            }
        }
        if (type.GetCustomAttribute<CStructAttribute>() is { } mirrored)
        {
            yield return new(mirrored.Name, $"sizeof({mirrored.Name}) == {SizeOf(type)}");
            foreach (FieldInfo field in type.GetFields(AllFields).Where(field => !field.IsStatic && !field.IsPrivate))
            {
                string name = NameOf(field);
                yield return new(name, $"offsetof({mirrored.Name}, {name}) == {OffsetOf(type, field)}"
                    + $" && sizeof((({mirrored.Name} *)0)->{name}) == {SizeOf(field.FieldType)}");
            }
        }
    }

    // Compared in the C# field's width: C leaves the signedness of a flag to chance.
    private static CAssertion? Constant(FieldInfo field, string prefix)
    {
        string name = prefix + NameOf(field);
        object value = field.GetRawConstantValue()!;
        if (value is string or bool or char or double)
        {
            return null;
        }
        int bits = SizeOf(value.GetType()) * 8;
        string number = value is ulong big
            ? big.ToString(CultureInfo.InvariantCulture) + "ULL"
            : Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) + "LL";
        if (value is long.MinValue)
        {
            number = "(-9223372036854775807LL - 1)";
        }
        return new(name, $"(int{bits}_t)({name}) == (int{bits}_t)({number})");
    }

    private static string NameOf(FieldInfo field) => field.GetCustomAttribute<CNameAttribute>()?.Name ?? field.Name;

    private static int SizeOf(Type type) =>
        type.IsPointer ? nint.Size : (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static int OffsetOf(Type type, FieldInfo field)
    {
        DynamicMethod method = new("OffsetOf", typeof(int), [], typeof(CLayout).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        LocalBuilder local = il.DeclareLocal(type);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
        return (int)method.Invoke(null, null)!;
    }
}

/// <summary>One claim: the C name it is about, and the expression that must hold.</summary>
internal readonly record struct CAssertion(string Name, string Expression);
